// SPDX-License-Identifier: Apache-2.0
package org.pabal.jmap;

import java.time.InstantSource;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.pabal.directory.Directory;
import org.pabal.mailbox.MailboxStore;
import org.pabal.mailbox.TextIndex;
import org.pabal.mda.lab.SieveLab;
import org.pabal.mda.scripts.ScriptStore;
import org.pabal.storage.Storage;

/// The parts of the mail system behind the methods.
///
/// @param random safe for use by many threads
/// @param sending empty where no mail is sent from here
/// @param push empty where nothing is pushed to services of the web
/// @param sharing empty where nobody shares over JMAP
/// @param lab where scripts are tried on mail that is here; empty where they are not
public record JmapServices(
        JmapLimits limits,
        Directory directory,
        MailboxStore mailboxes,
        TextIndex index,
        Storage storage,
        ScriptStore scripts,
        InstantSource clock,
        RandomGenerator random,
        Optional<MailSending> sending,
        Optional<PushSending> push,
        Optional<Sharing> sharing,
        Optional<SieveLab> lab) {}
