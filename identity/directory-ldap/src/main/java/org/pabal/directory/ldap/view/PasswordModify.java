// SPDX-License-Identifier: Apache-2.0
package org.pabal.directory.ldap.view;

import com.unboundid.asn1.ASN1OctetString;
import com.unboundid.ldap.sdk.ExtendedRequest;
import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.ResultCode;
import com.unboundid.ldap.sdk.extensions.PasswordModifyExtendedRequest;
import java.io.IOException;
import java.security.SecureRandom;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.pabal.directory.Account;
import org.pabal.directory.PasswordChange;
import org.pabal.directory.Role;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The Password Modify operation. RFC 3062. Owners prove the old password once more; administrators
/// set those of others.
final class PasswordModify {
    static final String OID = PasswordModifyExtendedRequest.PASSWORD_MODIFY_REQUEST_OID;

    private static final Logger LOG = LoggerFactory.getLogger(PasswordModify.class);

    /// Without those that are taken for one another.
    private static final String LETTERS = "abcdefghijkmnpqrstuvwxyz23456789";

    /// Of a password that is made here: 100 bits.
    private static final int LENGTH = 20;

    private final ViewClient client;
    private final Binds binds;

    PasswordModify(ViewClient client, Binds binds) {
        this.client = client;
        this.binds = binds;
    }

    /// @param made the password, where the client asked the server to choose one
    record Answer(Result result, Optional<String> made, boolean over) {
        static Answer of(Result result) {
            return new Answer(result, Optional.empty(), false);
        }
    }

    Answer change(@Nullable ASN1OctetString value) throws IOException {
        if (!client.allowsPasswords()) {
            return Answer.of(Result.TLS_FIRST);
        }
        Optional<Account> bound = client.bound();
        if (bound.isEmpty()) {
            return Answer.of(Result.BIND_FIRST);
        }
        PasswordModifyExtendedRequest request;
        try {
            request = new PasswordModifyExtendedRequest(new ExtendedRequest(OID, value));
        } catch (LDAPException malformed) {
            return value == null
                    ? Answer.of(Result.unwilling("say which password is to be changed"))
                    : Answer.of(Result.protocolError("no request of RFC 3062"));
        }
        String identity = request.getUserIdentity();
        Optional<Account> target = identity == null ? bound : find(identity);
        if (target.isEmpty() || !maySet(bound.get(), target.get())) {
            return Answer.of(Result.forbidden("that password is not yours to change, or nobody's"));
        }
        return change(bound.get(), target.get(), request);
    }

    private Optional<Account> find(String identity) {
        String name = identity.startsWith("dn:") ? identity.substring(3) : identity;
        return client.services
                .directory()
                .findByLogin(
                        Binds.login(name.startsWith("u:") ? name.substring(2) : name),
                        client.context());
    }

    private boolean maySet(Account bound, Account target) {
        return bound.id().equals(target.id())
                || client.viewer().administers(target.address().domain())
                        && (bound.role() == Role.ADMINISTRATOR
                                || target.role() != Role.ADMINISTRATOR);
    }

    private Answer change(Account bound, Account target, PasswordModifyExtendedRequest request)
            throws IOException {
        String old = request.getOldPassword();
        boolean mustProve = old != null || bound.role() == Role.USER;
        if (mustProve && old == null) {
            return Answer.of(
                    Result.unwilling("send the old password too (with ldappasswd: -A or -a)"));
        }
        if (mustProve && !proves(target, String.valueOf(old))) {
            Binds.Answer refused = binds.refuse(target.address().toString(), "wrong old password");
            return new Answer(refused.result(), Optional.empty(), refused.over());
        }
        String given = request.getNewPassword();
        String password = given == null ? made() : given;
        PasswordChange.Outcome outcome =
                client.staying(
                        target.id(),
                        () -> client.services.passwords().change(target.address(), password));
        LOG.info(
                "event=password-change session={} account={} by={} outcome={}",
                client.connection.id(),
                target.address(),
                bound.address(),
                outcome.getClass().getSimpleName());
        return switch (outcome) {
            case PasswordChange.Outcome.Changed _ ->
                    new Answer(
                            Result.SUCCESS,
                            given == null ? Optional.of(password) : Optional.empty(),
                            false);
            case PasswordChange.Outcome.Refused(String reason) ->
                    Answer.of(new Result(ResultCode.CONSTRAINT_VIOLATION_INT_VALUE, reason));
            case PasswordChange.Outcome.NotWorking(String reason) ->
                    Answer.of(new Result(ResultCode.OTHER_INT_VALUE, reason));
        };
    }

    private boolean proves(Account target, String old) {
        return client.services
                                .passwords()
                                .prove(
                                        target.address().toString(),
                                        old,
                                        client.context(),
                                        binds.begin())
                        instanceof PasswordChange.Proof.Proven(Account proven)
                && proven.id().equals(target.id());
    }

    /// RFC 3062 §2: without a new password the server makes one.
    private static String made() {
        SecureRandom random = new SecureRandom();
        StringBuilder password = new StringBuilder();
        for (int i = 0; i < LENGTH; i++) {
            password.append(i > 0 && i % 5 == 0 ? "-" : "");
            password.append(LETTERS.charAt(random.nextInt(LETTERS.length())));
        }
        return password.toString();
    }
}
