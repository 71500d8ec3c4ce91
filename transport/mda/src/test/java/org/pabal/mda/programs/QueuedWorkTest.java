// SPDX-License-Identifier: Apache-2.0
package org.pabal.mda.programs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.pabal.directory.AccountId;
import org.pabal.mda.LaterJob.Reading;
import org.pabal.mda.LaterJob.Work;

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
                        new Work.Post(URI.create("https://x.example/a?b"), "{}"))) {
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
                        "1\0001\0wake\0001\0\0\0")) {
            assertThatThrownBy(() -> QueuedWork.parse(text))
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }
}
