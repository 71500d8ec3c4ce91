// SPDX-License-Identifier: Apache-2.0

/// Asks milters about mail: the mail server's end of sendmail's mail filter protocol, versions 2 to
/// 6, as libmilter speaks it.
///
/// There is no RFC; the protocol is what sendmail's `mfdef.h` numbers and its documentation of
/// libmilter says. A {@link org.pabal.milter.MilterSession} is one connection to one milter for one
/// SMTP connection: events go out in the order of the SMTP session, each is answered by a
/// {@link org.pabal.milter.MilterReply.Decision} unless the milter said at the start that it answers
/// none, and the end of the body also by {@link org.pabal.milter.MilterReply.Modification}s.
///
/// Whatever a milter sends is measured before it is kept and read without an exception; what breaks
/// the protocol ends the session with a {@link org.pabal.milter.MilterViolation}, which, like every
/// other `IOException`, leaves the mail server with its default action. Strings are octets, each as
/// one char.
@NullMarked
package org.pabal.milter;

import org.jspecify.annotations.NullMarked;
