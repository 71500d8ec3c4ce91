// SPDX-License-Identifier: Apache-2.0
package org.pabal.directory.password;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.pabal.message.Address;

class PasswordPolicyTest {
    private static final Address BOB = Address.of("bobby.tables@example.org");

    private final PasswordPolicy policy = new PasswordPolicy(8);

    @Test
    void longEnoughAndUncommonIsTaken() {
        for (String good :
                new String[] {"correct horse", "비밀번호는 길게 써요", "🔑🔑 key 🐴", "hunter2hunter"}) {
            assertThat(policy.objection(BOB, good)).as(good).isEmpty();
        }
    }

    @Test
    void shortCommonAndNameAreRefusedWithWhatToDo() {
        assertThat(policy.objection(BOB, "short77")).get().asString().contains("at least 8");
        assertThat(policy.objection(BOB, "")).get().asString().contains("at least 8");
        for (String common : new String[] {"password", "PassWord1", "12345678", "abababab"}) {
            assertThat(policy.objection(BOB, common)).get().asString().contains("guessed");
        }
        for (String own : new String[] {"Bobby.Tables", "bobby.tables@example.org"}) {
            assertThat(policy.objection(BOB, own)).get().asString().contains("own name");
        }
    }

    @Test
    void whatClientsCannotSendIsRefused() {
        for (String bad : new String[] {"tab\tand more", "nul\0and more", "x".repeat(1_025)}) {
            assertThat(policy.objection(BOB, bad)).get().asString().contains("characters");
        }
    }
}
