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
                "{MD5}PLTnMmMfR+brlh80VUt83g==",
                "{SMD5}xO6uPl93NAYSG+7+PGvwd3NhbHQxMjM0",
                "{MD5}$1$saltsalt$NuzA7WTAelpl95xgBGWN60",
                "{SHA384}ArIKby67E2Cppg9M+QhXNj7UGcAisSFWfOX5HG45Zk+3j9YCNMSli1v8cUWumDKS",
                "{SSHA384}hCTwTZH10VNVQrmAGWU4oCaLvcCIatV837b4Rvlj9W+H5L01K2WAjwCs6yCLO1Swc2FsdDEyMzQ=",
                "{CRYPT}$6$saltsalt$hRM5XZ86KXEw9UOmjigeVqFgULtFB2sgpC9lXQDfMib3Zgw7mEiUvBJI2EplzfAqxL5Vvwp2scFtv/uamSo5z0",
                "{PBKDF2}1000$c29tZXNhbHRzb21lc2FsdA$42.d12kt/KU.Ky2S7cI6iQS2OFc",
                "{PBKDF2-SHA1}1000$c29tZXNhbHRzb21lc2FsdA$42.d12kt/KU.Ky2S7cI6iQS2OFc",
                "{PBKDF2-SHA256}1000$c29tZXNhbHRzb21lc2FsdA$f2yJk.Dph1FxQ.yhQ5KLmg1c5wfFtFU14dLQONYBoAE",
                "{PBKDF2-SHA512}1000$c29tZXNhbHRzb21lc2FsdA$RbkohYpABhrVf6dAjV1mgswjeaDcEw/Z9Lqqoc7ZO6eeqGc4EIBheeCgNOsc3H1ATsxkis9nQ04P4KAKB0FMcA",
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

    /// As `base64.encodestring` leaves it, and as LDIF has it behind two colons. The password of both
    /// is `test1234`.
    @ParameterizedTest
    @ValueSource(
            strings = {
                "{SHA}m8NFSdVl2VBbKH3gzSCsd74dPyw=",
                "{SHA}m8NFSdVl2VBbKH3gzSCsd74dPyw=\n",
                "{SHA}m8NFSdVl2VBbKH3gzSCsd74dPyw=\r\n\n",
                "e1NIQX1tOE5GU2RWbDJWQmJLSDNnelNDc2Q3NGRQeXc9Cg==",
                "e1NIQX1tOE5GU2RWbDJWQmJLSDNnelNDc2Q3NGRQeXc9Cg==\n"
            })
    void hashesMadeByHandAreVerified(String stored) {
        assertThat(known(stored).verify("test1234")).isTrue();
        assertThat(known(stored).verify("test1235")).isFalse();
    }

    /// It sees eight characters.
    @Test
    void traditionalCryptIsVerified() {
        for (String stored : new String[] {"sa6zCY2NLg.wE", "{CRYPT}sa6zCY2NLg.wE"}) {
            assertThat(known(stored).verify("correct horse")).isTrue();
            assertThat(known(stored).verify("correcT horse")).isFalse();
            assertThat(known(stored).isAtLeast(CHEAP)).isFalse();
        }
    }

    /// RFC 6070 §2: `password` and `salt`, once and 4,096 times.
    @ParameterizedTest
    @ValueSource(
            strings = {
                "{PBKDF2}1$c2FsdA$DGDID5YfDnHzqbUkr2ASBi/gN6Y",
                "{PBKDF2}4096$c2FsdA$SwB5AbdlSJq.rUnZJvch0GWkKcE",
                "{PBKDF2}$1$salt$4096$4b007901b765489abead49d926f721d065a429c1"
            })
    void publishedVectorsOfPbkdf2AreVerified(String stored) {
        assertThat(known(stored).verify("password")).isTrue();
        assertThat(known(stored).verify("passworD")).isFalse();
    }

    /// Of the specification of SHA-crypt by Ulrich Drepper, and of crypt_blowfish by Solar Designer.
    @Test
    void publishedVectorsOfCryptAreVerified() {
        assertThat(
                        known("$5$saltstring$5B8vYYiY.CVt1RlTTf8KbXBH3hsxY/GNooZaBBGWEc5")
                                .verify("Hello world!"))
                .isTrue();
        assertThat(
                        known(
                                        "$6$saltstring$svn8UoSVapNtMuq1ukKS4tPQd8iKwSMHWjl/O817G3uBnIFNjnQJ"
                                                + "uesI68u4OTLiBFdcbYEdFCoEOfaS35inz1")
                                .verify("Hello world!"))
                .isTrue();
        assertThat(
                        known(
                                        "{BLF-CRYPT}$2a$05$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW")
                                .verify("U*U"))
                .isTrue();
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
                "rqXexS6ZhobK",
                "{CRYPT}!rqXexS6ZhobKA",
                "{PBKDF2-SHA384}1000$c29tZXNhbHQ$42.d12kt/KU.Ky2S7cI6iQS2OFc",
                "{PBKDF2}999999999$c29tZXNhbHQ$42.d12kt/KU.Ky2S7cI6iQS2OFc",
                "e1BMQUlOfWNvcnJlY3QgaG9yc2U=",
                "e30=",
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
