// SPDX-License-Identifier: Apache-2.0

/// What this build calls itself. The changelog says what each version brought.
public enum BuildVersion {
    public static let text = "0.1.0"
}
