// SPDX-License-Identifier: Apache-2.0

/// IMAP4rev1 (RFC 3501) and IMAP4rev2 (RFC 9051), server side.
///
/// The way of a command: `session` reads it within limits, `command` holds one file per command
/// (record, grammar, effect), `syntax` reads the octets, `state` is what the client has open and has
/// been told, `fetch` and `search` do the two long ones, `response` writes. This package itself has
/// the settings.
@NullMarked
package org.pabal.imap;

import org.jspecify.annotations.NullMarked;
