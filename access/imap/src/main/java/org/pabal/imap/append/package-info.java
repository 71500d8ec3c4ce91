// SPDX-License-Identifier: Apache-2.0

/// How messages come in by IMAP: APPEND and REPLACE, from literals and from parts of messages that
/// are here already. RFC 9051 §6.3.12, RFC 3502 (several), RFC 3516 §4.4 (binary), RFC 4469
/// (CATENATE), RFC 6855 §4 (UTF8), RFC 7889 (limit), RFC 8508 (REPLACE).
///
/// The text of such a command is read up to the next literal, and the literal's octets go from the
/// connection to the store in pieces: memory does not grow with the message, and nothing is kept
/// until all of the command is there.
@NullMarked
package org.pabal.imap.append;

import org.jspecify.annotations.NullMarked;
