// SPDX-License-Identifier: Apache-2.0
package org.pabal.smtp;

import java.util.Optional;
import org.pabal.message.ReversePath;

/// A command, or a mail's content, that was refused.
///
/// @param client as it was known then
/// @param from of the mail concerned; empty before MAIL
/// @param command in lower case: `connect`, `mail`, `rcpt`, `data`
/// @param argument of the command, such as `<bob@example.org>`; may be empty
public record Refusal(
        ClientFacts client,
        Optional<ReversePath> from,
        String command,
        String argument,
        SmtpReply reply) {}
