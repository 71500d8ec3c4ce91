// SPDX-License-Identifier: Apache-2.0

/// Connections to LDAP servers: TLS, pool, time limits, another server when one is down.
///
/// Every question has one deadline over all that it does: waiting for a connection, connecting, TLS,
/// bind, the answer. What is still going on then is cut off by closing the socket, so that a server
/// that sends an octet now and then holds nobody (THREATS L03). RFC 4511, RFC 4513.
@NullMarked
package org.pabal.directory.ldap.connection;

import org.jspecify.annotations.NullMarked;
