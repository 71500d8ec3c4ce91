// SPDX-License-Identifier: Apache-2.0

/// What is written in the owner's name because a script said so: vacation replies (RFC 5230 §5),
/// notifications (RFC 5436, https), rejections (RFC 5429 §2.2).
///
/// Pure: facts in, the octets of a whole message out. Everything is ASCII but addresses and bodies
/// that are not, lines end in CRLF and are at most 998 octets long, and no text of a script or a mail
/// can add a field (THREATS V13).
@NullMarked
package org.pabal.mda.reply;

import org.jspecify.annotations.NullMarked;
