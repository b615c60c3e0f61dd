// SPDX-License-Identifier: Apache-2.0

import SharedLine
import Testing

@Suite("The table of models")
struct EndpointModelTests {
    private static let all = EndpointModel.devices + [.desktopApplication]

    @Test("Every model has a name of its own, on the wire and in the catalogue")
    func uniqueNames() {
        #expect(Set(Self.all.map(\.name)).count == Self.all.count)
        #expect(Set(Self.all.map(\.displayName)).count == Self.all.count)
    }

    @Test("Every model is found by its wire name, and nothing by another", arguments: all)
    func found(model: EndpointModel) {
        #expect(EndpointModel.named(model.name) == model)
        #expect(EndpointModel.named(model.name + " ") == nil)
    }

    @Test("Every model has at least one line port", arguments: all)
    func lineCounts(model: EndpointModel) {
        #expect(model.maxLineCount >= 1)
    }

    @Test("The desktop app shows ten lines")
    func desktopApplication() {
        #expect(EndpointModel.desktopApplication.name == "Business Communicator - PC")
        #expect(EndpointModel.desktopApplication.maxLineCount == 10)
        #expect(EndpointModel.desktopApplication.family == .application)
    }

    @Test("Devices are phones and adapters; T.38 is a matter of adapters alone")
    func families() {
        #expect(!EndpointModel.devices.contains { $0.family == .application })
        #expect(Self.all.allSatisfy { $0.supportsT38 == ($0.family == .analogueAdapter) })
        #expect(Self.all.contains { $0.supportsT38 })
    }
}
