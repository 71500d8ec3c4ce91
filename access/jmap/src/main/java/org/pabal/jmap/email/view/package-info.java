// SPDX-License-Identifier: Apache-2.0

/// What an Email object says of a message: its header fields in JMAP's forms, its parts, and which
/// of them are its text. RFC 8621 §4.1.
///
/// Nothing here knows of accounts or of who asks. What the stored record settles is taken from it;
/// the octets of a message are opened only when something is asked that only they tell.
@NullMarked
package org.pabal.jmap.email.view;

import org.jspecify.annotations.NullMarked;
