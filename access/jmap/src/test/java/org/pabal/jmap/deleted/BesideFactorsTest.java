// SPDX-License-Identifier: Apache-2.0
package org.pabal.jmap.deleted;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.pabal.directory.AccountId;
import org.pabal.jmap.testing.JmapStage;
import org.pabal.mailbox.AccountMailboxes;
import org.pabal.mailbox.FlagChange;
import org.pabal.mailbox.Flags;
import org.pabal.mailbox.MailboxInfo;
import org.pabal.mailbox.UidSet;
import org.pabal.sessions.Factors;
import org.pabal.sessions.kept.KeptFactors;

/// Second factors lie in the space of their account, and so do lists of deleted messages.
class BesideFactorsTest {

    @Test
    void whatWasDeletedIsFound() throws Exception {
        try (JmapStage stage = new JmapStage()) {
            stage.addAccount("alice");
            AccountId alice = stage.account("alice").id();
            KeptFactors factors =
                    new KeptFactors(
                            stage.storage, part -> stage.store.file(List.of(), List.of(part)));
            Factors demanded = Factors.NONE.demanded(true);
            factors.change(alice, _ -> Optional.of(demanded));
            AccountMailboxes mailboxes = stage.mailboxes("alice");
            stage.append("alice", "INBOX", Flags.NONE, "Subject: gone\r\n\r\n");
            MailboxInfo inbox = stage.mailbox("alice", "INBOX");
            mailboxes.store(
                    inbox.id(),
                    UidSet.of(1),
                    new FlagChange(FlagChange.Mode.ADD, Flags.of(Flags.DELETED)),
                    OptionalLong.empty());
            mailboxes.expunge(inbox.id(), Optional.empty());
            assertThat(mailboxes.deleted().newest(_ -> true, 10)).hasSize(1);
            assertThat(mailboxes.deleted().find(_ -> true, 10).total()).isEqualTo(1);
            assertThat(factors.of(alice)).isEqualTo(demanded);
        }
    }
}
