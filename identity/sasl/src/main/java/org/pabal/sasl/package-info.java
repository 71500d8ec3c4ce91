// SPDX-License-Identifier: Apache-2.0

/// SASL mechanisms as steps without a socket, both ends. RFC 4422.
///
/// PLAIN (RFC 4616), LOGIN, SCRAM (RFC 5802, RFC 7677; bound to the channel by RFC 9266 or RFC 5929),
/// CRAM-MD5 (RFC 2195), OAUTHBEARER (RFC 7628) and XOAUTH2, and of the server alone EXTERNAL. A protocol's session moves
/// challenges and responses; the {@link Credentials} behind a mechanism come from the directory.
@NullMarked
package org.pabal.sasl;

import org.jspecify.annotations.NullMarked;
