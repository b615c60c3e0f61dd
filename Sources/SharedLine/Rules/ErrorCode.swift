// SPDX-License-Identifier: Apache-2.0

/// Every `errorCode` of an answer. Codes under 99000 are the live service's own, as far as they are known;
/// `docs/reference/error-codes.md` lists them all with their cure, and a test holds that page to this table.
public enum ErrorCode: Int, Hashable, Sendable, CaseIterable {
    case noCallingLicence = 4008
    case missingField = 25008
    case invalidField = 25024
    case textTooLong = 25110
    case numberInUse = 25223
    case workspaceLicence = 25409

    case duplicateMember = 99001
    case tooManyLines = 99002
    case normalisationRefused = 99003
    case desktopClientOff = 99004
    case sharingLimit = 99005
    case outsideReach = 99006
    case t38Unsupported = 99007
    case malformedBody = 99010
    case extensionInUse = 99011
    case ifMatchRequired = 99012
    case staleVersion = 99013
    case idempotencyKeyInFlight = 99014
    case idempotencyKeyReused = 99015
    case deleted = 99016
    case nothingToUndo = 99017
    case heldByJob = 99018
    case jobElsewhere = 99019
}
