// SPDX-License-Identifier: Apache-2.0
package org.pabal.cli.migration;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.pabal.cli.migration.Migrated.Secret;

/// The password files of Unix.
class PasswdReaderTest {
    private final PasswdReader reader = new PasswdReader("example.org", 1_000);

    @Test
    void usersBecomeAccountsWithTheirHashes() {
        reader.shadow("minsu:$6$salt$hash:19000:0:99999:7:::");
        Migrated.Account minsu = account("minsu:x:1000:1000:민수 김,방 3:/home/minsu:/bin/bash");
        assertThat(minsu.address()).isEqualTo("minsu@example.org");
        assertThat(minsu.name()).isEqualTo("민수 김");
        assertThat(minsu.secret()).isEqualTo(new Secret.Hash("$6$salt$hash"));
        assertThat(minsu.notes()).isEmpty();
        Migrated.Account old = account("Old:sa6zCY2NLg.wE:1001:1001:&:/home/old:/bin/sh");
        assertThat(old.address()).isEqualTo("old@example.org");
        assertThat(old.name()).isEqualTo("Old");
        assertThat(old.secret()).isEqualTo(new Secret.Hash("sa6zCY2NLg.wE"));
    }

    @Test
    void whoCouldNotLogInStillCannot() {
        reader.shadow("locked:!$1$salt$hash:19000::::::");
        Migrated.Account locked = account("locked:x:1002:1002::/:/bin/sh");
        assertThat(locked.profile().enabled()).isFalse();
        assertThat(locked.secret()).isEqualTo(new Secret.Hash("$1$salt$hash"));
        for (String field : new String[] {"*", "!", "!!", "", "x", "*LK*"}) {
            Migrated.Account none = account("b:" + field + ":1003:1003::/:/bin/sh");
            assertThat(none.secret()).as(field).isEqualTo(new Secret.Missing());
            assertThat(none.profile().enabled()).isTrue();
            assertThat(none.notes()).as(field).hasSize(1);
        }
    }

    @Test
    void whatIsNoPersonIsLeft() {
        assertThat(reader.read(1, "root:x:0:0:root:/root:/bin/bash").orElseThrow())
                .isInstanceOf(Migrated.Other.class);
        assertThat(reader.read(2, "nobody:x:65534:65534::/:/bin/false").orElseThrow())
                .isInstanceOf(Migrated.Other.class);
        assertThat(reader.read(3, "+::::::").orElseThrow()).isInstanceOf(Migrated.Left.class);
        assertThat(reader.read(4, "broken:x").orElseThrow()).isInstanceOf(Migrated.Left.class);
        assertThat(reader.read(5, ":x:1000:1000::/:/bin/sh").orElseThrow())
                .isInstanceOf(Migrated.Left.class);
        assertThat(reader.read(6, "  ")).isEmpty();
    }

    private Migrated.Account account(String line) {
        return (Migrated.Account) reader.read(1, line).orElseThrow();
    }
}
