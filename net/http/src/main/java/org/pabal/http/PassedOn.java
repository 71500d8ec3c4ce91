// SPDX-License-Identifier: Apache-2.0
package org.pabal.http;

import java.util.Optional;

/// What another host of this mail system, the front, says of a request that it passes on. It stands
/// beside the request: nothing that a client writes into one becomes a word of a front.
///
/// @param front its name, by its certificate
/// @param account the address whose log-in the front has judged; empty where the request itself shows
///     a session of ours
public record PassedOn(String front, Optional<String> account) {}
