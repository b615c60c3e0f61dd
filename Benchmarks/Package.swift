// swift-tools-version: 6.2
// SPDX-License-Identifier: Apache-2.0
//
// What the benchmarks need beside the server itself. A package of its own, so that nobody who builds Partyline builds this.

import PackageDescription

let strict: [SwiftSetting] = [
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .treatAllWarnings(as: .error),
]

let package = Package(
    name: "partyline-benchmarks",
    dependencies: [
        .package(name: "partyline", path: ".."),
        .package(url: "https://github.com/hummingbird-project/hummingbird", from: "2.28.1"),
        .package(url: "https://github.com/apple/swift-nio", from: "2.101.2"),
        .package(url: "https://github.com/apple/swift-http-types", from: "1.8.0"),
        .package(url: "https://github.com/apple/swift-log", from: "1.16.2"),
    ],
    targets: [
        .target(
            name: "BenchmarkData",
            dependencies: [.product(name: "SharedLine", package: "partyline")],
            swiftSettings: strict),
        .executableTarget(
            name: "seed",
            dependencies: [
                "BenchmarkData",
                .product(name: "SharedLine", package: "partyline"),
                .product(name: "StoreSQLite", package: "partyline"),
            ],
            swiftSettings: strict),
        .executableTarget(
            name: "baseline",
            dependencies: [
                .product(name: "Hummingbird", package: "hummingbird"),
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "HTTPTypes", package: "swift-http-types"),
            ],
            swiftSettings: strict),
        .executableTarget(
            name: "commits",
            dependencies: [
                "BenchmarkData",
                .product(name: "SharedLine", package: "partyline"),
                .product(name: "StoreSQLite", package: "partyline"),
                .product(name: "ChangeFeed", package: "partyline"),
                .product(name: "WebexAPI", package: "partyline"),
                .product(name: "Hummingbird", package: "hummingbird"),
                .product(name: "Logging", package: "swift-log"),
            ],
            swiftSettings: strict),
        .executableTarget(
            name: "search",
            dependencies: [
                .product(name: "SharedLine", package: "partyline"),
                .product(name: "StoreSQLite", package: "partyline"),
            ],
            swiftSettings: strict),
        .executableTarget(
            name: "plans",
            dependencies: [
                "BenchmarkData",
                .product(name: "SharedLine", package: "partyline"),
                .product(name: "LinePlan", package: "partyline"),
            ],
            swiftSettings: strict),
        .executableTarget(
            name: "postgres",
            dependencies: [
                .product(name: "SharedLine", package: "partyline"),
                .product(name: "StorePostgres", package: "partyline"),
            ],
            swiftSettings: strict),
        .executableTarget(
            name: "breakdown",
            dependencies: [
                "BenchmarkData",
                .product(name: "SharedLine", package: "partyline"),
                .product(name: "LineService", package: "partyline"),
                .product(name: "StoreSQLite", package: "partyline"),
                .product(name: "WebexWire", package: "partyline"),
            ],
            swiftSettings: strict),
    ]
)
