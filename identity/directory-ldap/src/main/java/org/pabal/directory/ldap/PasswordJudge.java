// SPDX-License-Identifier: Apache-2.0
package org.pabal.directory.ldap;

import com.unboundid.ldap.sdk.BindResult;
import com.unboundid.ldap.sdk.DN;
import com.unboundid.ldap.sdk.Entry;
import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.RDN;
import com.unboundid.ldap.sdk.ResultCode;
import com.unboundid.ldap.sdk.controls.PasswordExpiredControl;
import com.unboundid.ldap.sdk.experimental.DraftBeheraLDAPPasswordPolicy10ErrorType;
import java.security.SecureRandom;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.pabal.directory.ldap.connection.Failures;
import org.pabal.directory.ldap.connection.LdapClient;
import org.pabal.directory.ldap.connection.LdapIdentity;
import org.pabal.directory.ldap.mapping.Field;
import org.pabal.directory.password.Argon2Setting;
import org.pabal.directory.password.Argon2idHash;
import org.pabal.directory.password.HashingPool;
import org.pabal.directory.password.PasswordHash;
import org.pabal.directory.source.SourceAccount;
import org.pabal.directory.source.UnusableEntryException;
import org.pabal.message.UnavailableException;
import org.pabal.wire.LogText;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Says whether a password is right: by bind, or by the hash in the entry.
///
/// The server's refusal is one of three: the password is wrong; it is right or wrong, but the account
/// is locked or expired (also wrong, with the reason in the log); or the server could not say, which
/// is never taken for wrong (THREATS A13). RFC 4513 §5.1.3, draft-behera-ldap-password-policy-10.
final class PasswordJudge {
    private static final Logger log = LoggerFactory.getLogger(PasswordJudge.class);

    /// Active Directory says which of its reasons it was in the text of invalidCredentials.
    private static final Pattern AD_DATA = Pattern.compile("\\bdata ([0-9a-fA-F]{1,8})\\b");

    private static final Map<String, String> AD_REASONS =
            Map.of(
                    "525", "no such user",
                    "52e", "wrong password",
                    "530", "not at this time",
                    "531", "not from this place",
                    "532", "password expired",
                    "533", "account disabled",
                    "701", "account expired",
                    "773", "password must be changed",
                    "775", "account locked");

    /// What servers say with unwillingToPerform when it is the account's fault and not theirs.
    private static final Pattern ACCOUNT_AT_FAULT =
            Pattern.compile("inactiv|disab|lock|expir|suspend", Pattern.CASE_INSENSITIVE);

    private final LdapConfig config;
    private final LdapClient client;
    private final Tree tree;
    private final HashingPool hashing;
    private final SecureRandom random;

    PasswordJudge(
            LdapConfig config,
            LdapClient client,
            Tree tree,
            HashingPool hashing,
            SecureRandom random) {
        this.config = config;
        this.client = client;
        this.tree = tree;
        this.hashing = hashing;
        this.random = random;
    }

    boolean isRight(Optional<SourceAccount> account, String password) {
        if (password.isEmpty()) {
            return false; // the server would say yes to it. RFC 4513 §5.1.2, THREATS A01
        }
        return switch (config.logIn()) {
            case BIND -> bind(account, password);
            case COMPARE -> compare(account, password);
        };
    }

    /// For an unknown name a bind that fails takes the time of one (THREATS A02).
    private boolean bind(Optional<SourceAccount> account, String password) {
        String dn = account.map(SourceAccount::locator).orElseGet(this::nobody);
        BindResult result = client.bind(new LdapIdentity(dn, password));
        Optional<String> objection = objection(result);
        objection.ifPresent(reason -> refused(dn, reason));
        return objection.isEmpty() && account.isPresent();
    }

    private String nobody() {
        DN base = tree.base(tree.name(Nobody.of(config.domains().getFirst())));
        return new DN(new RDN("cn", Nobody.NAME), base).toString();
    }

    /// Why the account may not be used with this password; empty when it may.
    ///
    /// @throws UnavailableException when the server did not judge it
    private Optional<String> objection(BindResult result) {
        ResultCode code = result.getResultCode();
        if (code.equals(ResultCode.SUCCESS)) {
            return policy(result).filter(_ -> !mustChange(result));
        }
        String said = Optional.ofNullable(result.getDiagnosticMessage()).orElse("");
        if (code.equals(ResultCode.INVALID_CREDENTIALS)) {
            return Optional.of(policy(result).or(() -> ofAd(said)).orElse("wrong password"));
        }
        boolean judged =
                code.equals(ResultCode.NO_SUCH_OBJECT)
                        || code.equals(ResultCode.INVALID_DN_SYNTAX)
                        || code.equals(ResultCode.INAPPROPRIATE_AUTHENTICATION)
                        || code.equals(ResultCode.CONSTRAINT_VIOLATION)
                        || code.equals(ResultCode.UNWILLING_TO_PERFORM)
                                && ACCOUNT_AT_FAULT.matcher(said).find();
        String reason = Failures.reason(new LDAPException(code, said));
        if (judged) {
            return Optional.of(policy(result).orElse(reason));
        }
        throw Failures.unavailable(config.connection().directory(), "the server", "bind", reason);
    }

    private static Optional<String> policy(BindResult result) {
        try {
            if (PasswordExpiredControl.get(result) != null) {
                return Optional.of("Password has expired");
            }
        } catch (LDAPException malformed) {
            // then it says nothing
        }
        return PolicyAnswer.error(result).map(PolicyAnswer::words);
    }

    /// A first password that its owner is to change is right all the same.
    private static boolean mustChange(BindResult result) {
        return PolicyAnswer.error(result)
                .filter(DraftBeheraLDAPPasswordPolicy10ErrorType.CHANGE_AFTER_RESET::equals)
                .isPresent();
    }

    private static Optional<String> ofAd(String said) {
        Matcher data = AD_DATA.matcher(said);
        return data.find()
                ? Optional.ofNullable(AD_REASONS.get(data.group(1).toLowerCase(Locale.ROOT)))
                : Optional.empty();
    }

    private void refused(String dn, String reason) {
        log.info(
                "event=ldap_login_refused directory={} entry={} reason={}",
                config.connection().directory(),
                new LogText(dn),
                new LogText(reason));
    }

    private boolean compare(Optional<SourceAccount> account, String password) {
        if (account.isEmpty()) {
            burn(password);
            return false;
        }
        String dn = account.get().locator();
        List<String> stored = stored(dn);
        if (stored.isEmpty()) {
            throw new UnusableEntryException(
                    "the directory "
                            + config.connection().directory()
                            + " does not show the password of "
                            + new LogText(dn)
                            + "; give bind-dn the right to read it, or set login to \"bind\"");
        }
        return hashing.call(() -> isOneOf(stored, dn, password));
    }

    private List<String> stored(String dn) {
        String[] attributes = config.mapping().attributes(Field.PASSWORD).toArray(String[]::new);
        Optional<? extends Entry> entry =
                client.ask("read", ldap -> tree.read(ldap, dn, attributes));
        return entry.stream()
                .flatMap(found -> List.of(attributes).stream().map(found::getAttributeValues))
                .filter(values -> values != null)
                .flatMap(values -> List.of(values).stream())
                .limit(10) // more than anybody has, each may cost a hash
                .toList();
    }

    private boolean isOneOf(List<String> stored, String dn, String password) {
        boolean slow = false;
        for (String value : stored) {
            switch (PasswordHash.parse(value)) {
                case PasswordHash.Parsed.Known(var hash) -> {
                    if (hash.verify(password)) {
                        return true;
                    }
                    slow |= hash.isAtLeast(Argon2Setting.DEFAULT);
                }
                case PasswordHash.Parsed.Unsupported(var reason) -> refused(dn, reason);
            }
        }
        if (!slow) {
            var _ = Argon2idHash.of(password, Argon2Setting.DEFAULT, random);
        }
        refused(dn, "wrong password");
        return false;
    }

    /// As long as for a known name.
    private void burn(String password) {
        var _ = hashing.call(() -> Argon2idHash.of(password, Argon2Setting.DEFAULT, random));
    }
}
