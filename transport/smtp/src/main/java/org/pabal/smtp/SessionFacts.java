// SPDX-License-Identifier: Apache-2.0
package org.pabal.smtp;

import org.pabal.smtp.SmtpClientConfig.Protocol;

/// What an open session of a client is like.
///
/// @param verified the connection is under TLS with a certificate that proved who the server is
record SessionFacts(PeerFacts peer, Protocol protocol, boolean verified) {}
