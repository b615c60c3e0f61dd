// SPDX-License-Identifier: Apache-2.0

public import Hummingbird

/// What Hummingbird carries beside a request. Everything of ours travels in a `Call`.
public struct WebexRequestContext: RequestContext {
    public var coreContext: CoreRequestContextStorage
    /// The id under which the request is found in the log and in the answer; set by `AnswerMiddleware`.
    public internal(set) var trackingID = ""
    /// Which route it has come to, for the layer that answers and counts.
    let route = MatchedRoute()

    public init(source: ApplicationRequestContextSource) {
        coreContext = CoreRequestContextStorage(source: source)
    }
}
