// SPDX-License-Identifier: Apache-2.0
package org.pabal.mda.reply;

import java.time.OffsetDateTime;

/// What makes a message one of its own. RFC 5322 §3.6.1, §3.6.4.
///
/// @param messageId `<left@right>`
public record Stamp(String messageId, OffsetDateTime date) {}
