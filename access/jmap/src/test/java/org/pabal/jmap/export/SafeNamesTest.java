// SPDX-License-Identifier: Apache-2.0
package org.pabal.jmap.export;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.pabal.mailbox.MailboxName;

class SafeNamesTest {

    @Test
    void noNameIsHarmfulAnywhere() {
        assertThat(SafeNames.of("../../etc/passwd", 60)).isEqualTo("__.._etc_passwd");
        assertThat(SafeNames.of("a\u0000b\u202Egpj.exe", 60)).isEqualTo("a_b_gpj.exe");
        assertThat(SafeNames.of("LPT1.txt", 60)).isEqualTo("_LPT1.txt");
        assertThat(SafeNames.of("end. . ", 60)).isEqualTo("end");
        assertThat(SafeNames.of("   ", 60)).isEqualTo("_");
        assertThat(SafeNames.of("\u1112\u1161\u11ab", 60)).isEqualTo("\ud55c");
        assertThat(SafeNames.of("가".repeat(200), 60)).isEqualTo("가".repeat(60));
    }

    @Test
    void eachMailboxHasItsOwnFolderAndFile() {
        SafeNames names = new SafeNames().reserve("export-report.txt");
        assertThat(names.folder(MailboxName.of("Work"))).isEqualTo("Work");
        assertThat(names.folder(MailboxName.of("work"))).isEqualTo("work (2)");
        assertThat(names.folder(MailboxName.of("Work.mbox"))).isEqualTo("Work.mbox (2)");
        assertThat(names.folder(MailboxName.of("work/a:b"))).isEqualTo("work (2)/a_b");
        assertThat(names.folder(MailboxName.of("work/a?b"))).isEqualTo("work (2)/a_b (2)");
        assertThat(names.folder(MailboxName.of("Export-Report.txt")))
                .isEqualTo("Export-Report.txt (2)");
        assertThat(names.folder(MailboxName.of("Work"))).isEqualTo("Work");
    }
}
