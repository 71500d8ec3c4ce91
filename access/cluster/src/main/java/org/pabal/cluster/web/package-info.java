// SPDX-License-Identifier: Apache-2.0

/// Requests of the web for accounts that other hosts hold: the front passes each one on to the home by a
/// call of the cluster service, `web.request`, and gives back what the home answers.
///
/// No HTTP is spoken between hosts, so there are no two readers of one request, and nothing in a request
/// can pass for a word of the front's: who the client is and whose log-in was judged are arguments of
/// the call, which only hosts can make (THREATS J01). Bodies are passed as they come, both ways.
///
/// Pieces of either stream begin with an octet that says what they are, {@link Kind}.
@NullMarked
package org.pabal.cluster.web;

import org.jspecify.annotations.NullMarked;
