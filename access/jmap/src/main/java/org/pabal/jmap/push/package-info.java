// SPDX-License-Identifier: Apache-2.0

/// Clients are told that something has changed, while they are connected. RFC 8620 §7.1.
///
/// {@link org.pabal.jmap.push.StateChanges} hears of changes: of mail from the store, durable ones
/// only, and of other types from the methods that change them. Each connected client has a {@link
/// org.pabal.jmap.push.StateListener}, in which the changes of a type merge until the client's own
/// thread takes them; so a client that does not keep pace, or a storm of mail, costs no memory.
///
/// The two ways to connect are the subpackage `web`: event streams (RFC 8620 §7.3) and WebSockets
/// (RFC 8887).
@NullMarked
package org.pabal.jmap.push;

import org.jspecify.annotations.NullMarked;
