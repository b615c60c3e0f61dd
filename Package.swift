// swift-tools-version: 6.2
// SPDX-License-Identifier: Apache-2.0
//
// The manifest is the law: a target imports what stands here and nothing else
// (`make` builds with --explicit-target-dependency-import-check error).

import PackageDescription

let strict: [SwiftSetting] = [
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .treatAllWarnings(as: .error),
]

let package = Package(
    name: "partyline",
    products: [
        .executable(name: "partyline", targets: ["partyline"]),
        // For Benchmarks/, a package of its own. Nothing promises that their interfaces stay.
        .library(name: "SharedLine", targets: ["SharedLine"]),
        .library(name: "LineService", targets: ["LineService"]),
        .library(name: "ChangeFeed", targets: ["ChangeFeed"]),
        .library(name: "StoreSQLite", targets: ["StoreSQLite"]),
        .library(name: "StorePostgres", targets: ["StorePostgres"]),
        .library(name: "WebexWire", targets: ["WebexWire"]),
        .library(name: "WebexAPI", targets: ["WebexAPI"]),
        .library(name: "WebexClient", targets: ["WebexClient"]),
        .library(name: "LinePlan", targets: ["LinePlan"]),
    ],
    dependencies: [
        .package(url: "https://github.com/hummingbird-project/hummingbird", from: "2.28.1"),
        .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
        .package(url: "https://github.com/apple/swift-crypto", from: "4.5.2"),
        .package(url: "https://github.com/apple/swift-log", from: "1.16.2"),
        .package(url: "https://github.com/swift-server/swift-service-lifecycle", from: "2.13.0"),
        .package(url: "https://github.com/jpsim/Yams", from: "6.2.2"),
        .package(url: "https://github.com/apple/swift-nio", from: "2.101.2"),
        .package(url: "https://github.com/apple/swift-nio-ssl", from: "2.37.6"),
        .package(url: "https://github.com/apple/swift-nio-extras", from: "1.20.0"),
        .package(url: "https://github.com/apple/swift-http-types", from: "1.8.0"),
        .package(url: "https://github.com/swift-server/async-http-client", from: "1.37.0"),
    ],
    targets: [
        .target(name: "SharedLine", swiftSettings: strict),
        .target(name: "Instruments", swiftSettings: strict),
        .target(
            name: "LineService",
            dependencies: ["SharedLine", "Instruments", .product(name: "Crypto", package: "swift-crypto")],
            swiftSettings: strict),
        .target(name: "ChangeFeed", dependencies: ["SharedLine", "Instruments"], swiftSettings: strict),
        .target(
            name: "KamailioSync",
            dependencies: [
                "SharedLine", "Instruments", "ChangeFeed",
                .product(name: "AsyncHTTPClient", package: "async-http-client"),
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOHTTP1", package: "swift-nio"),
            ],
            swiftSettings: strict),
        .target(
            name: "StoreSQLite",
            dependencies: [
                "SharedLine", "Instruments",
                .product(name: "GRDB", package: "GRDB.swift"),
                .product(name: "GRDBSQLite", package: "GRDB.swift"),
            ],
            swiftSettings: strict),
        .systemLibrary(name: "CLibPQ", pkgConfig: "libpq", providers: [.apt(["libpq-dev"])]),
        .target(
            name: "StorePostgres", dependencies: ["SharedLine", "Instruments", "CLibPQ"], swiftSettings: strict),
        .target(name: "WebexWire", swiftSettings: strict),
        .target(name: "Wording", dependencies: [.product(name: "Yams", package: "Yams")], swiftSettings: strict),
        .target(
            name: "WebexAPI",
            dependencies: [
                "SharedLine", "Instruments", "LineService", "ChangeFeed", "WebexWire",
                .product(name: "Hummingbird", package: "hummingbird"),
                .product(name: "HTTPTypes", package: "swift-http-types"),
                .product(name: "Logging", package: "swift-log"),
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "Crypto", package: "swift-crypto"),
            ],
            swiftSettings: strict),
        .target(
            name: "PartylineApp",
            dependencies: [
                "SharedLine", "Instruments", "LineService", "ChangeFeed", "KamailioSync", "StoreSQLite",
                "StorePostgres",
                "WebexWire", "WebexAPI", "Wording",
                .product(name: "Hummingbird", package: "hummingbird"),
                .product(name: "HummingbirdCore", package: "hummingbird"),
                .product(name: "HummingbirdTLS", package: "hummingbird"),
                .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
                .product(name: "UnixSignals", package: "swift-service-lifecycle"),
                .product(name: "Logging", package: "swift-log"),
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOPosix", package: "swift-nio"),
                .product(name: "NIOTLS", package: "swift-nio"),
                .product(name: "NIOHTTP1", package: "swift-nio"),
                .product(name: "NIOHTTPTypes", package: "swift-nio-extras"),
                .product(name: "NIOSSL", package: "swift-nio-ssl"),
                .product(name: "HTTPTypes", package: "swift-http-types"),
                .product(name: "Yams", package: "Yams"),
                .product(name: "Crypto", package: "swift-crypto"),
            ],
            // In the code, so that the installed program needs no folder beside it.
            resources: [.embedInCode("Seed/demo.yaml")],
            swiftSettings: strict),
        .target(
            name: "WebexClient",
            dependencies: [
                "WebexWire",
                .product(name: "AsyncHTTPClient", package: "async-http-client"),
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOHTTP1", package: "swift-nio"),
                .product(name: "NIOPosix", package: "swift-nio"),
            ],
            swiftSettings: strict),
        .target(
            name: "LinePlan",
            dependencies: ["SharedLine", "WebexWire", "Wording", .product(name: "Yams", package: "Yams")],
            swiftSettings: strict),
        .target(
            name: "LineTool",
            dependencies: ["SharedLine", "LinePlan", "WebexWire", "WebexClient"],
            swiftSettings: strict),
        .executableTarget(
            name: "partyline",
            dependencies: [
                "PartylineApp", "LineTool", "LinePlan", "WebexClient", "WebexWire", "SharedLine",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
            ],
            swiftSettings: strict),
        .target(name: "PartylineTesting", dependencies: ["SharedLine"], swiftSettings: strict),
        .testTarget(name: "InstrumentsTests", dependencies: ["Instruments"], swiftSettings: strict),
        .testTarget(name: "SharedLineTests", dependencies: ["SharedLine", "PartylineTesting"], swiftSettings: strict),
        .testTarget(
            name: "LineServiceTests",
            dependencies: ["LineService", "Instruments", "SharedLine", "StoreSQLite", "PartylineTesting"],
            swiftSettings: strict),
        .testTarget(
            name: "ChangeFeedTests",
            dependencies: ["ChangeFeed", "Instruments", "SharedLine", "StoreSQLite", "PartylineTesting"],
            swiftSettings: strict),
        .testTarget(
            name: "KamailioSyncTests",
            dependencies: ["KamailioSync", "SharedLine", "PartylineTesting"],
            swiftSettings: strict),
        .testTarget(
            name: "StoreSQLiteTests",
            dependencies: [
                "StoreSQLite", "Instruments", "PartylineTesting", .product(name: "GRDB", package: "GRDB.swift"),
            ],
            swiftSettings: strict),
        .testTarget(
            name: "LinePlanTests", dependencies: ["LinePlan", "SharedLine", "WebexWire", "PartylineTesting"],
            swiftSettings: strict),
        .testTarget(
            name: "WebexClientTests",
            dependencies: [
                "WebexClient", "WebexWire",
                .product(name: "Hummingbird", package: "hummingbird"),
                .product(name: "HTTPTypes", package: "swift-http-types"),
                .product(name: "NIOCore", package: "swift-nio"),
            ],
            swiftSettings: strict),
        .testTarget(
            name: "LineToolTests",
            dependencies: ["LineTool", "LinePlan", "WebexClient", "WebexWire", "SharedLine", "PartylineTesting"],
            swiftSettings: strict),
        .testTarget(
            name: "StorePostgresTests", dependencies: ["StorePostgres", "SharedLine", "PartylineTesting"],
            swiftSettings: strict),
        .testTarget(name: "WebexWireTests", dependencies: ["WebexWire"], swiftSettings: strict),
        .testTarget(
            name: "WebexAPITests",
            dependencies: [
                "WebexAPI", "LineService", "ChangeFeed", "SharedLine", "StoreSQLite", "WebexWire",
                .product(name: "HummingbirdTesting", package: "hummingbird"),
                .product(name: "Hummingbird", package: "hummingbird"),
                .product(name: "HTTPTypes", package: "swift-http-types"),
            ],
            swiftSettings: strict),
        .testTarget(
            name: "PartylineAppTests",
            dependencies: [
                "PartylineApp", "partyline", "Instruments", "LinePlan", "LineTool", "SharedLine", "StoreSQLite",
                "StorePostgres",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
                .product(name: "Logging", package: "swift-log"),
            ],
            swiftSettings: strict),
    ]
)
