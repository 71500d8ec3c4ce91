// SPDX-License-Identifier: Apache-2.0
package org.pabal.mda;

import java.time.Instant;
import org.pabal.mailbox.StagedMessage;
import org.pabal.message.ReversePath;

/// A mail at the end of its way.
///
/// @param mailId unique; with the recipient it makes filing happen once
/// @param at becomes the internal date
public record ArrivedMail(String mailId, ReversePath from, StagedMessage message, Instant at) {}
