// SPDX-License-Identifier: Apache-2.0

/// SMTP and LMTP, both ends: commands, replies, session, client. RFC 5321, RFC 2033.
///
/// The session knows the protocol and asks a {@link MailService} what the mail system behind it
/// decides.
@NullMarked
package org.pabal.smtp;

import org.jspecify.annotations.NullMarked;
