// SPDX-License-Identifier: Apache-2.0
package org.pabal.jmap.email.submission;

import java.time.InstantSource;
import java.util.random.RandomGenerator;
import org.pabal.jmap.MailSending;
import org.pabal.mailbox.MailboxStore;
import org.pabal.storage.Storage;

/// What the methods of submissions work with.
///
/// @param random safe for use by many threads
public record SubmissionServices(
        MailboxStore mailboxes,
        Storage storage,
        MailSending sending,
        SenderIdentities identities,
        InstantSource clock,
        RandomGenerator random) {}
