// SPDX-License-Identifier: Apache-2.0
package org.pabal.directory.password;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.pabal.directory.password.PasswordHash.Parsed;

/// The hashes are of `correct horse`, made with `openssl passwd`, libcrypt and Python's hashlib.
class PasswordHashTest {
    private static final Argon2Setting CHEAP = new Argon2Setting(64, 1, 1);

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{SHA}L55TUjtiq8FBorTWAZ0jy6g129A=",
                "{SSHA}K0MZxWoMPVRxegoJBeg1/wEGvbpzYWx0MTIzNA==",
                "{SHA256}QQTTb42iwlQ0n4WDZ5Pr4CngyVcGOjTJHC6SAxh7VjE=",
                "{SSHA256}LBWHKVk8AqLFDGjNCFn++x9EnLelCHLkEmBsFi2U3AJzYWx0MTIzNA==",
                "{SHA512}VraY3v7bWkNbY0r+MyC7rz/c2SC2xQOkRvx7endrKY1HnRumqLYXgI6wv1ec6aldZoNHvKtxSQhayTyyeZUZew==",
                "{SSHA512}foa0o5b0ZNtnD4d7mkHNhvOYnvv07lgQLIiqhLd1FEa5XsTVUbPtF47ABIGbnQq2Ah1uFh4t800l1g7N4YIQh3NhbHQxMjM0",
                "$6$saltsalt$hRM5XZ86KXEw9UOmjigeVqFgULtFB2sgpC9lXQDfMib3Zgw7mEiUvBJI2EplzfAqxL5Vvwp2scFtv/uamSo5z0",
                "$5$saltsalt$myjXcpMpE2Ofk7fj9hqyNYSn6lmWG4Mqnjx.KIRRr4/",
                "$1$saltsalt$NuzA7WTAelpl95xgBGWN60",
                "{SHA512-CRYPT}$6$saltsalt$hRM5XZ86KXEw9UOmjigeVqFgULtFB2sgpC9lXQDfMib3Zgw7mEiUvBJI2EplzfAqxL5Vvwp2scFtv/uamSo5z0",
                "{SHA256-CRYPT}$5$saltsalt$myjXcpMpE2Ofk7fj9hqyNYSn6lmWG4Mqnjx.KIRRr4/",
                "{md5-crypt}$1$saltsalt$NuzA7WTAelpl95xgBGWN60",
                "$6$rounds=1000$abcdefgh$DbXqPck5ABZumVXwcH5eMVHsPZwvQ3jylSxpJmKkZVxcoCiC3N0rPerjHmAqL7r6PK6CIeYnO9.vxpbsevscg/",
                "{BLF-CRYPT}$2y$04$abcdefghijklmnopqrstuujydOTSfIH/d5oUHpsygqV5X9xJLQc6e",
                "$2b$04$abcdefghijklmnopqrstuujydOTSfIH/d5oUHpsygqV5X9xJLQc6e",
                "{PBKDF2}$1$abcdEFGH$1000$980155d66dd31e6eda6948db95bc1bec145acd0c",
                "{PBKDF2}$pbkdf2-sha256$1000$c29tZXNhbHRzb21lc2FsdA$f2yJk.Dph1FxQ.yhQ5KLmg1c5wfFtFU14dLQONYBoAE",
                "{PBKDF2}$pbkdf2-sha512$1000$c29tZXNhbHRzb21lc2FsdA$RbkohYpABhrVf6dAjV1mgswjeaDcEw/Z9Lqqoc7ZO6eeqGc4EIBheeCgNOsc3H1ATsxkis9nQ04P4KAKB0FMcA"
            })
    void hashesOfOtherServersAreVerified(String stored) {
        PasswordHash hash = known(stored);
        assertThat(hash.verify("correct horse")).isTrue();
        assertThat(hash.verify("correct horsf")).isFalse();
        assertThat(hash.verify("")).isFalse();
        assertThat(hash.isAtLeast(CHEAP)).isFalse();
    }

    @Test
    void argon2idIsVerifiedAndPrintedAsItIsStored() {
        Argon2idHash hash = Argon2idHash.of("비밀번호", CHEAP, new Random(1));
        String stored = hash.encoded();
        assertThat(stored).startsWith("{ARGON2ID}$argon2id$v=19$m=64,t=1,p=1$");
        assertThat(((Argon2idHash) known(stored)).encoded()).isEqualTo(stored);
        assertThat(known(stored).verify("비밀번호")).isTrue();
        assertThat(known(stored).verify("비밀번혼")).isFalse();
        assertThat(known(stored).isAtLeast(CHEAP)).isTrue();
        assertThat(known(stored).isAtLeast(new Argon2Setting(65, 1, 1))).isFalse();
        assertThat(known(stored).isAtLeast(new Argon2Setting(64, 2, 1))).isFalse();
    }

    @Test
    void argon2idOfItsAuthorsIsVerified() {
        PasswordHash hash =
                known(
                        "{ARGON2ID}$argon2id$v=19$m=256,t=2,p=1$c29tZXNhbHQ"
                                + "$nf65EOgLrQMR/uIPnA4rEsF5h7TKyQwu9U1bMCHGi/4");
        assertThat(hash.verify("password")).isTrue();
        assertThat(hash.verify("passwore")).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "$y$j9T$F5Jx5fExrKuPp53xLKQ..1$X3DX6M94c7o.9agCG9G317fhZg9SqC.5i5rd.RhAtQ7",
                "$7$CU..../....2Q9obwLhin8qvQl6sisAO/$sc",
                "{SCRYPT}abc",
                "{PLAIN}correct horse",
                "{CLEARTEXT}x",
                "rqXexS6ZhobKA",
                "{CRYPT}rqXexS6ZhobKA",
                "correct horse",
                "",
                "{",
                "{}",
                "{SSHA}",
                "{SSHA}!!!!",
                "{SSHA}AAAA",
                "{SHA}AAAA",
                "{BLF-CRYPT}$2y$04$short",
                "{BLF-CRYPT}$2y$31$CCCCCCCCCCCCCCCCCCCCC.7uG0VCzI2bS7j6ymqJi9CdcdxiRTWNy",
                "$6$rounds=99999999$saltstring$x",
                "$argon2id$v=19$m=9999999,t=2,p=1$c29tZXNhbHRzb21l$AAAAAAAAAAAAAAAAAAAAAAAA",
                "$argon2id$v=19$m=64,t=200,p=1$c29tZXNhbHRzb21l$AAAAAAAAAAAAAAAAAAAAAAAA",
                "$argon2i$v=19$m=64,t=2,p=1$c29tZXNhbHRzb21l$AAAAAAAAAAAAAAAAAAAAAAAA",
                "$pbkdf2-sha256$999999999$c2FsdA$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
                "{PBKDF2}$1$salt$0$0000000000000000000000000000000000000000",
                "*",
                "!",
                "{SASL}bob@example.org"
            })
    void whatCannotBeCheckedOrCostsTooMuchIsNotTaken(String stored) {
        assertThat(PasswordHash.parse(stored))
                .isInstanceOfSatisfying(
                        Parsed.Unsupported.class,
                        unsupported -> assertThat(unsupported.reason()).contains("password"));
    }

    @Test
    void noTextMakesTheParserThrow() {
        String alphabet = "{}$SHA2561y/.=rounds,mtp0argon2idPBKDF\u00e9";
        for (int seed = 0; seed < 20_000; seed++) {
            Random random = new Random(seed);
            StringBuilder text = new StringBuilder();
            for (int i = random.nextInt(40); i > 0; i--) {
                text.append(alphabet.charAt(random.nextInt(alphabet.length())));
            }
            assertThat(PasswordHash.parse(text.toString())).as("seed %d", seed).isNotNull();
        }
    }

    private static PasswordHash known(String stored) {
        assertThat(PasswordHash.parse(stored)).as(stored).isInstanceOf(Parsed.Known.class);
        return ((Parsed.Known) PasswordHash.parse(stored)).hash();
    }
}
