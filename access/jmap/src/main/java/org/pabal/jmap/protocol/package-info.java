// SPDX-License-Identifier: Apache-2.0

/// JMAP over HTTP, whatever the types of data: requests are read and their methods called (RFC 8620
/// §3), the session object is shown (§2).
///
/// A request is judged in three steps. {@link org.pabal.jmap.protocol.RequestReader} takes its octets
/// apart or refuses it as a whole, with problem details. {@link
/// org.pabal.jmap.protocol.JmapApi} runs its calls one after the other, with what earlier ones gave
/// put in for references. {@link org.pabal.jmap.protocol.ApiHandler} is the HTTP around both.
@NullMarked
package org.pabal.jmap.protocol;

import org.jspecify.annotations.NullMarked;
