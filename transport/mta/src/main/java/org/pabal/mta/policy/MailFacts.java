// SPDX-License-Identifier: Apache-2.0
package org.pabal.mta.policy;

import java.util.function.Supplier;
import org.pabal.message.ReversePath;
import org.pabal.smtp.ClientFacts;
import org.pabal.smtp.MailParameters;

/// What is known of a mail when a check is asked about it.
///
/// @param clientName of the client's address by DNS, or `unknown`; asking may wait for the look-up
/// @param mailId as the log and the ledger call it
public record MailFacts(
        ClientFacts client,
        Supplier<String> clientName,
        String mailId,
        ReversePath from,
        MailParameters parameters) {}
