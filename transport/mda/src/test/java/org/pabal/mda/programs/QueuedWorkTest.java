// SPDX-License-Identifier: Apache-2.0
package org.pabal.mda.programs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.pabal.directory.AccountId;
import org.pabal.mda.LaterJob.Reading;
import org.pabal.mda.LaterJob.Work;
import org.pabal.sieve.Action.MailboxTarget;

class QueuedWorkTest {

    @Test
    void whatIsWrittenIsRead() {
        for (Work work :
                List.of(
                        new Work.Run("a", List.of(), new Reading.Message(), false, true),
                        new Work.Run(
                                "b", List.of("", "x y", "안"), new Reading.Nothing(), true, false),
                        new Work.Run("c", List.of(""), new Reading.Text("one\ntwo"), true, true),
                        new Work.Run("d", List.of(), new Reading.Text(""), false, false),
                        new Work.Post(URI.create("https://x.example/a?b"), "{}"),
                        new Work.Wake(
                                Instant.ofEpochSecond(1_800_000_000),
                                Optional.empty(),
                                List.of("\\Flagged", "$new"),
                                List.of()),
                        new Work.Wake(
                                Instant.EPOCH,
                                Optional.of(
                                        new MailboxTarget(
                                                "일/x y",
                                                true,
                                                Optional.of("\\Junk"),
                                                Optional.empty())),
                                List.of(),
                                List.of("a")),
                        new Work.Wake(
                                Instant.EPOCH,
                                Optional.of(
                                        new MailboxTarget(
                                                "x", false, Optional.empty(), Optional.of("F1"))),
                                List.of(),
                                List.of()))) {
            QueuedWork queued = new QueuedWork(new AccountId(7), work);
            assertThat(QueuedWork.parse(queued.text())).isEqualTo(queued);
        }
    }

    @Test
    void anythingElseIsUnreadable() {
        for (String text :
                List.of(
                        "",
                        "1\0",
                        "2\0001\0run\0a\0b\0",
                        "1\0001\0post\0",
                        "1\0x\0run\0",
                        "1\0001\0wake\0001\0\0\0x\0")) {
            assertThatThrownBy(() -> QueuedWork.parse(text))
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }
}
