// SPDX-License-Identifier: Apache-2.0

import Testing
import WebexWire

@Suite struct ErrorBodyTests {
    @Test func everyReasonIsThereAndTheFirstsCodeOnTop() {
        let body = ErrorBody(
            message: "no",
            errors: [
                ErrorBody.Detail(description: "a \"b\"", errorCode: 25008),
                ErrorBody.Detail(description: "c", errorCode: nil),
            ],
            trackingID: "T_1")
        #expect(body.errorCode == 25008)
        #expect(
            String(decoding: body.json(), as: UTF8.self)
                == #"{"message":"no","errors":[{"description":"a \"b\"","errorCode":25008},{"description":"c"}],"#
                + #""trackingId":"T_1","errorCode":25008}"#)
    }

    @Test func aReasonWithoutCodeLeavesTheCodeOut() {
        let body = ErrorBody(
            message: "m", errors: [ErrorBody.Detail(description: "d", errorCode: nil)], trackingID: "T")
        #expect(
            String(decoding: body.json(), as: UTF8.self)
                == #"{"message":"m","errors":[{"description":"d"}],"trackingId":"T"}"#)
    }
}
