// SPDX-License-Identifier: Apache-2.0
package org.pabal.directory.ldap;

import com.unboundid.ldap.sdk.Control;
import com.unboundid.ldap.sdk.LDAPConnection;
import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.LDAPResult;
import com.unboundid.ldap.sdk.Modification;
import com.unboundid.ldap.sdk.ModificationType;
import com.unboundid.ldap.sdk.ModifyRequest;
import com.unboundid.ldap.sdk.ResultCode;
import com.unboundid.ldap.sdk.SimpleBindRequest;
import com.unboundid.ldap.sdk.extensions.PasswordModifyExtendedRequest;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.pabal.directory.ldap.LdapConfig.PasswordChange;
import org.pabal.directory.ldap.connection.Failures;
import org.pabal.directory.ldap.connection.LdapClient;
import org.pabal.directory.ldap.connection.LdapConnectionConfig.Security;
import org.pabal.directory.ldap.connection.LdapIdentity;
import org.pabal.directory.ldap.connection.LdapServer;
import org.pabal.directory.ldap.mapping.Field;
import org.pabal.directory.password.Argon2Setting;
import org.pabal.directory.password.Argon2idHash;
import org.pabal.directory.password.HashingPool;
import org.pabal.directory.source.SourceAccount;
import org.pabal.directory.source.SourceChange;

/// Changes passwords: as their owner, whose old one is known, so that the server's rules of history
/// and quality hold; else as the manager. Asked once: a change whose answer is lost may have
/// happened.
final class PasswordWriter {
    private static final int SALT_OCTETS = 16;
    private static final String UNICODE_PWD = "unicodePwd";

    private final LdapConfig config;
    private final LdapClient client;
    private final HashingPool hashing;
    private final SecureRandom random;

    PasswordWriter(LdapConfig config, LdapClient client, HashingPool hashing, SecureRandom random) {
        this.config = config;
        this.client = client;
        this.hashing = hashing;
        this.random = random;
    }

    SourceChange change(SourceAccount account, Optional<String> oldPassword, String newPassword) {
        if (config.passwordChange() == PasswordChange.OFF) {
            return refused("passwords are not changed here; change it where the directory is kept");
        }
        if (newPassword.isEmpty()) {
            return refused("the new password is empty");
        }
        return oldPassword.isPresent() && !oldPassword.get().isEmpty()
                ? asOwner(account.locator(), oldPassword.get(), newPassword)
                : asManager(account.locator(), newPassword);
    }

    private SourceChange asOwner(String dn, String oldPassword, String newPassword) {
        try (LdapClient.Session session = client.open(Optional.empty())) {
            Optional<SourceChange> wrong =
                    session.ask("bind", ldap -> bind(ldap, new LdapIdentity(dn, oldPassword)));
            return wrong.orElseGet(() -> write(session, dn, Optional.of(oldPassword), newPassword));
        }
    }

    private static Optional<SourceChange> bind(LDAPConnection ldap, LdapIdentity owner)
            throws LDAPException {
        try {
            var _ = ldap.bind(new SimpleBindRequest(owner.dn(), owner.password()));
            return Optional.empty();
        } catch (LDAPException failure) {
            if (failure.getResultCode().equals(ResultCode.INVALID_CREDENTIALS)) {
                return Optional.of(refused("the old password is wrong"));
            }
            throw failure;
        }
    }

    private SourceChange asManager(String dn, String newPassword) {
        Optional<LdapIdentity> manager = config.manager().or(config::searcher);
        if (manager.isEmpty()) {
            return refused(
                    "without the old password nobody may change it; set manager-dn for the"
                            + " directory "
                            + config.connection().directory());
        }
        try (LdapClient.Session session = client.open(manager)) {
            return write(session, dn, Optional.empty(), newPassword);
        }
    }

    private SourceChange write(
            LdapClient.Session session, String dn, Optional<String> oldPassword, String password) {
        return switch (config.passwordChange()) {
            case EXTENDED -> extended(session, dn, oldPassword, password);
            case UNICODE_PWD -> unicodePwd(session, dn, oldPassword, password);
            case SSHA512 -> replace(session, dn, "{SSHA512}" + salted("SHA-512", password));
            case SSHA -> replace(session, dn, "{SSHA}" + salted("SHA-1", password));
            case ARGON2 -> replace(session, dn, argon2(password));
            case CLEAR -> replace(session, dn, password);
            case OFF -> throw new IllegalStateException("refused before");
        };
    }

    /// RFC 3062 §2.
    private static SourceChange extended(
            LdapClient.Session session, String dn, Optional<String> oldPassword, String password) {
        Control[] policy = PolicyAnswer.request();
        return session.ask(
                "change the password",
                ldap -> {
                    var result =
                            ldap.processExtendedOperation(
                                    oldPassword
                                            .map(old ->
                                                    new PasswordModifyExtendedRequest(
                                                            dn, old, password, policy))
                                            .orElseGet(() ->
                                                    new PasswordModifyExtendedRequest(
                                                            dn, null, password, policy)));
                    return result.getResultCode().equals(ResultCode.SUCCESS)
                            ? new SourceChange.Done()
                            : judged(result);
                });
    }

    private SourceChange replace(LdapClient.Session session, String dn, String stored) {
        String attribute =
                config.mapping().attributes(Field.PASSWORD).stream()
                        .findFirst()
                        .orElse("userPassword");
        return modify(
                session,
                dn,
                List.of(new Modification(ModificationType.REPLACE, attribute, stored)));
    }

    /// In quotes, as UTF-16; with the old one it is a change, without it a reset. [MS-ADTS]
    /// §3.1.1.3.1.5.1
    private SourceChange unicodePwd(
            LdapClient.Session session, String dn, Optional<String> oldPassword, String password) {
        if (session.server().scheme() == LdapServer.Scheme.LDAP
                && config.connection().security() == Security.OFF) {
            return refused(
                    "Active Directory takes passwords over TLS only; use ldaps:// or StartTLS");
        }
        Modification add =
                new Modification(
                        oldPassword.isPresent() ? ModificationType.ADD : ModificationType.REPLACE,
                        UNICODE_PWD,
                        quoted(password));
        return modify(
                session,
                dn,
                oldPassword
                        .map(old ->
                                List.of(
                                        new Modification(
                                                ModificationType.DELETE, UNICODE_PWD, quoted(old)),
                                        add))
                        .orElseGet(() -> List.of(add)));
    }

    private static byte[] quoted(String password) {
        return ("\"" + password + "\"").getBytes(StandardCharsets.UTF_16LE);
    }

    static SourceChange modify(
            LdapClient.Session session, String dn, List<Modification> modifications) {
        return session.ask(
                "write",
                ldap -> {
                    try {
                        var _ =
                                ldap.modify(
                                        new ModifyRequest(
                                                dn, modifications, PolicyAnswer.request()));
                        return new SourceChange.Done();
                    } catch (LDAPException failure) {
                        if (Failures.isBroken(failure.getResultCode())) {
                            throw failure;
                        }
                        return judged(failure.toLDAPResult());
                    }
                });
    }

    /// A refusal has the server's own words, which say which of its rules it was.
    private static SourceChange judged(LDAPResult result) {
        String said = Optional.ofNullable(result.getDiagnosticMessage()).orElse("").strip();
        return refused(
                said.isEmpty()
                        ? PolicyAnswer.error(result)
                                .map(PolicyAnswer::words)
                                .orElse(result.getResultCode().getName())
                        : said);
    }

    private static SourceChange refused(String reason) {
        return new SourceChange.Refused(reason);
    }

    private String argon2(String password) {
        String encoded =
                hashing.call(() -> Argon2idHash.of(password, Argon2Setting.DEFAULT, random))
                        .encoded();
        return "{ARGON2}" + encoded.substring(encoded.indexOf('}') + 1);
    }

    private String salted(String algorithm, String password) {
        byte[] salt = new byte[SALT_OCTETS];
        random.nextBytes(salt);
        try {
            MessageDigest digest = MessageDigest.getInstance(algorithm);
            digest.update(password.getBytes(StandardCharsets.UTF_8));
            var octets = new ByteArrayOutputStream();
            octets.writeBytes(digest.digest(salt));
            octets.writeBytes(salt);
            return Base64.getEncoder().encodeToString(octets.toByteArray());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(algorithm + " is missing from this Java", e);
        }
    }
}
