// SPDX-License-Identifier: Apache-2.0
package org.pabal.directory.ldap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.pabal.directory.ldap.LdapConfig.PasswordChange;
import org.pabal.directory.ldap.mapping.Profile;
import org.pabal.directory.source.SourceAccount;
import org.pabal.directory.source.SourceChange;
import org.pabal.message.Address;
import org.pabal.testkit.Slapd;

/// Log-ins and changes of passwords under slapd's password policy. THREATS A01, A09
class PasswordsTest {
    private static final String SUFFIX = "dc=example,dc=org";

    @TempDir private static Path folder;

    private static Slapd slapd;

    @BeforeAll
    static void start() throws IOException {
        assumeTrue(Slapd.isInstalled(), "slapd is not installed");
        slapd =
                Slapd.start(
                        folder.resolve("slapd"),
                        Slapd.Setup.of(SUFFIX, ldif())
                                .withMore(
                                        """
                                        overlay ppolicy
                                        ppolicy_default "cn=policy,dc=example,dc=org"
                                        ppolicy_use_lockout\
                                        """));
    }

    @AfterAll
    static void stop() {
        if (slapd != null) {
            slapd.close();
        }
    }

    private static String ldif() {
        StringBuilder people = new StringBuilder();
        for (String uid :
                List.of("owner", "managed", "ssha", "ssha512", "argon2", "clear", "lock")) {
            people.append(person(uid, ""));
        }
        people.append(person("reset", "pwdReset: TRUE\n"));
        people.append(person("expired", "pwdChangedTime: 20010101000000Z\n"));
        return """
        dn: dc=example,dc=org
        objectClass: dcObject
        objectClass: organization
        dc: example
        o: Example

        dn: cn=policy,dc=example,dc=org
        objectClass: person
        objectClass: pwdPolicy
        cn: policy
        sn: policy
        pwdAttribute: userPassword
        pwdInHistory: 3
        pwdMinLength: 6
        pwdCheckQuality: 1
        pwdMaxAge: 315360000
        pwdLockout: TRUE
        pwdMaxFailure: 3

        """
                + people;
    }

    private static String person(String uid, String more) {
        return """
        dn: uid=%1$s,dc=example,dc=org
        objectClass: account
        objectClass: posixAccount
        uid: %1$s
        cn: %1$s
        uidNumber: 1001
        gidNumber: 100
        homeDirectory: /home/%1$s
        userPassword: first secret
        %2$s
        """
                .formatted(uid, more);
    }

    private static LdapSource open(PasswordChange change) {
        LdapConfig config = Sources.config(SUFFIX, Profile.POSIX, "example.org", slapd.url());
        return Sources.open(Sources.with(config, change));
    }

    private static LdapSource managed(PasswordChange change) {
        LdapConfig config = Sources.config(SUFFIX, Profile.POSIX, "example.org", slapd.url());
        return Sources.open(Sources.managed(Sources.with(config, change), slapd));
    }

    private static Optional<SourceAccount> account(LdapSource source, String uid) {
        Optional<SourceAccount> found = source.findByLogin(Address.of(uid + "@example.org"));
        assertThat(found).isPresent();
        return found;
    }

    /// RFC 3062; the server's own words come back.
    @Test
    void ownersChangeTheirsByTheExtendedOperation() {
        try (LdapSource source = open(PasswordChange.EXTENDED)) {
            Optional<SourceAccount> owner = account(source, "owner");
            Optional<String> old = Optional.of("first secret");
            assertThat(source.changePassword(owner.orElseThrow(), old, "second secret"))
                    .isEqualTo(new SourceChange.Done());
            assertThat(source.verify(owner, "second secret")).isTrue();
            assertThat(source.verify(owner, "first secret")).isFalse();

            Optional<String> second = Optional.of("second secret");
            assertThat(source.changePassword(owner.orElseThrow(), second, "first secret"))
                    .isEqualTo(new SourceChange.Refused("Password is in history of old passwords"));
            assertThat(source.changePassword(owner.orElseThrow(), second, "short"))
                    .isEqualTo(new SourceChange.Refused("Password fails quality checking policy"));
            assertThat(source.changePassword(owner.orElseThrow(), old, "third secret"))
                    .isEqualTo(new SourceChange.Refused("the old password is wrong"));
            assertThat(source.changePassword(owner.orElseThrow(), second, ""))
                    .isInstanceOf(SourceChange.Refused.class);
            assertThat(source.changePassword(owner.orElseThrow(), Optional.empty(), "third secret"))
                    .isInstanceOf(SourceChange.Refused.class);
            assertThat(source.verify(owner, "second secret")).isTrue();
        }
    }

    @Test
    void theManagerChangesThoseWhoseOldOneIsNotKnown() {
        try (LdapSource source = managed(PasswordChange.EXTENDED)) {
            Optional<SourceAccount> account = account(source, "managed");
            assertThat(
                            source.changePassword(
                                    account.orElseThrow(), Optional.empty(), "second secret"))
                    .isEqualTo(new SourceChange.Done());
            assertThat(source.verify(account, "second secret")).isTrue();
        }
    }

    @Test
    void hashesAreWrittenThatTheServerUnderstands() {
        for (PasswordChange change :
                List.of(
                        PasswordChange.SSHA,
                        PasswordChange.SSHA512,
                        PasswordChange.ARGON2,
                        PasswordChange.CLEAR)) {
            try (LdapSource source = managed(change)) {
                Optional<SourceAccount> account =
                        account(source, change.name().toLowerCase(java.util.Locale.ROOT));
                assertThat(
                                source.changePassword(
                                        account.orElseThrow(), Optional.empty(), "päss wörd 한글"))
                        .as(change.name())
                        .isEqualTo(new SourceChange.Done());
                assertThat(source.verify(account, "päss wörd 한글")).as(change.name()).isTrue();
                assertThat(source.verify(account, "first secret")).isFalse();
            }
        }
    }

    @Test
    void theServersPolicyHolds() {
        try (LdapSource source = open(PasswordChange.EXTENDED)) {
            assertThat(source.verify(account(source, "expired"), "first secret")).isFalse();
            assertThat(source.verify(account(source, "reset"), "first secret")).isTrue();

            Optional<SourceAccount> lock = account(source, "lock");
            for (int i = 0; i < 3; i++) {
                assertThat(source.verify(lock, "wrong")).isFalse();
            }
            assertThat(source.verify(lock, "first secret")).isFalse();
        }
    }

    @Test
    void anEmptyPasswordIsAskedOfNobody() {
        try (LdapSource source = open(PasswordChange.EXTENDED)) {
            Optional<SourceAccount> account = account(source, "ssha");
            slapd.kill(); // a question would fail
            assertThat(source.verify(account, "")).isFalse();
            assertThat(source.verify(Optional.empty(), "")).isFalse();
        } finally {
            try {
                slapd.restart();
            } catch (IOException e) {
                throw new IllegalStateException(e);
            }
        }
    }
}
