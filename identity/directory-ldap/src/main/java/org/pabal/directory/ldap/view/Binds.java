// SPDX-License-Identifier: Apache-2.0
package org.pabal.directory.ldap.view;

import com.unboundid.asn1.ASN1OctetString;
import com.unboundid.ldap.protocol.BindRequestProtocolOp;
import com.unboundid.ldap.sdk.ResultCode;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.pabal.directory.Account;
import org.pabal.sasl.LoginAttempt;
import org.pabal.sasl.SaslMechanisms;
import org.pabal.sasl.SaslPassword;
import org.pabal.sasl.SaslServerMechanism;
import org.pabal.sasl.SaslStep;
import org.pabal.wire.LogText;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The bind operation: simple and SASL. RFC 4511 §4.2, RFC 4513 §5.
final class Binds {
    private static final Logger LOG = LoggerFactory.getLogger(Binds.class);

    /// Names longer than this are nobody's.
    private static final int MAX_NAME = 2_048;

    /// A connection on which other programs bind for many people fails more often than a person does.
    private static final int MAX_FAILED = 10;

    private static final int LDAP_VERSION = 3;
    private static final byte[] NO_OCTETS = {};

    private final ViewClient client;
    private LoginAttempt attempt;
    private Optional<SaslServerMechanism> running = Optional.empty();

    Binds(ViewClient client) {
        this.client = client;
        this.attempt = newAttempt();
    }

    /// What a bind is answered with.
    ///
    /// @param credentials of the server, of SASL
    /// @param over whether the session ends with it
    record Answer(Result result, Optional<byte[]> credentials, boolean over) {
        static Answer of(Result result) {
            return new Answer(result, Optional.empty(), false);
        }
    }

    private LoginAttempt newAttempt() {
        return client.services.logins().attempt(client.connection.remote());
    }

    /// Begins a log-in that {@link #refuse} concludes when it fails.
    LoginAttempt begin() {
        attempt = newAttempt();
        return attempt;
    }

    /// What a client may choose from now.
    List<String> mechanisms() {
        return client.allowsPasswords()
                ? SaslMechanisms.offered(
                        SaslMechanisms.names(), client.credentials(), client.channel())
                : List.of();
    }

    /// A SASL exchange that is not at its end is given up. RFC 4511 §4.2.1.
    void abandon() {
        running = Optional.empty();
    }

    Answer bind(BindRequestProtocolOp request) throws IOException {
        Optional<SaslServerMechanism> before = running;
        running = Optional.empty();
        client.becomeNobody(); // RFC 4511 §4.2.1: whoever it was before
        if (request.getVersion() != LDAP_VERSION) {
            return Answer.of(Result.protocolError("this server speaks version 3 of LDAP only"));
        }
        return request.getCredentialsType() == BindRequestProtocolOp.CRED_TYPE_SIMPLE
                ? simple(request)
                : sasl(request, before);
    }

    private Answer simple(BindRequestProtocolOp request) throws IOException {
        String name = request.getBindDN();
        byte[] octets = octets(request.getSimplePassword());
        if (octets.length == 0) {
            return name.isEmpty()
                    ? Answer.of(Result.SUCCESS)
                    : Answer.of( // RFC 4513 §5.1.2, THREATS A01, L05
                            Result.unwilling("a name without a password proves nothing"));
        }
        Optional<Answer> refused = notNow();
        if (refused.isPresent()) {
            return refused.get();
        }
        String login = login(name);
        Optional<String> password = utf8(octets).flatMap(SaslPassword::prepare);
        if (name.length() > MAX_NAME || password.isEmpty()) {
            return refuse(login, "the name or the password can be nobody's");
        }
        return begin().watch(client.credentials()).verify(login, password.get())
                ? logIn(login, login, Optional.empty())
                : refuse(login, "wrong credentials");
    }

    /// A distinguished name of our tree, or a name as at any other door.
    static String login(String name) {
        if (name.length() > MAX_NAME || name.indexOf('=') < 0) {
            return name;
        }
        return TreeName.parse(name).orElseGet(TreeName.Nothing::new)
                        instanceof TreeName.Person(var address)
                ? address.toString()
                : name;
    }

    private Answer sasl(BindRequestProtocolOp request, Optional<SaslServerMechanism> before)
            throws IOException {
        Optional<Answer> refused = notNow();
        if (refused.isPresent()) {
            return refused.get();
        }
        String name = String.valueOf(request.getSASLMechanism());
        ASN1OctetString given = request.getSASLCredentials();
        Optional<SaslServerMechanism> goesOn =
                before.filter(mechanism -> mechanism.name().equalsIgnoreCase(name));
        if (goesOn.isPresent()) {
            return step(goesOn.get(), octets(given));
        }
        Optional<SaslServerMechanism> begun = start(name);
        if (begun.isEmpty()) {
            return Answer.of(
                    new Result(
                            ResultCode.AUTH_METHOD_NOT_SUPPORTED_INT_VALUE,
                            "that mechanism is not offered here; the root lists those that are"));
        }
        boolean asks = given == null && begun.get().clientFirst() && !isExternal(name);
        return asks ? challenge(begun.get(), NO_OCTETS) : step(begun.get(), octets(given));
    }

    /// Its client has said all with the certificate. RFC 4422 §A.1.
    private static boolean isExternal(String mechanism) {
        return mechanism.equalsIgnoreCase("EXTERNAL");
    }

    private Optional<SaslServerMechanism> start(String name) {
        LoginAttempt begun = begin();
        return mechanisms().stream().anyMatch(name::equalsIgnoreCase)
                ? SaslMechanisms.start(name, begun.watch(client.credentials()), client.channel())
                : Optional.empty();
    }

    private Answer challenge(SaslServerMechanism mechanism, byte[] octets) {
        running = Optional.of(mechanism);
        return new Answer(
                new Result(ResultCode.SASL_BIND_IN_PROGRESS_INT_VALUE, ""),
                Optional.of(octets),
                false);
    }

    private Answer step(SaslServerMechanism mechanism, byte[] response) throws IOException {
        return switch (mechanism.step(response)) {
            case SaslStep.Challenge(byte[] octets) -> challenge(mechanism, octets);
            case SaslStep.Success(String who, String actsAs, Optional<byte[]> additional) ->
                    logIn(who, actsAs, additional);
            case SaslStep.Refused(String who, String reason) -> refuse(who, reason);
            case SaslStep.Malformed(String reason) -> refuse("", reason);
        };
    }

    /// Why nobody can bind here now: the connection, or a peer that failed too often (THREATS A06,
    /// A07).
    private Optional<Answer> notNow() {
        if (!client.allowsPasswords()) {
            return Optional.of(Answer.of(Result.TLS_FIRST));
        }
        return client.services.logins().turnsAway(client.connection.remote())
                ? Optional.of(turnAway())
                : Optional.empty();
    }

    private Answer turnAway() {
        LOG.info(
                "event=login-turned-away session={} peer={}",
                client.connection.id(),
                client.connection.remote());
        return new Answer(
                new Result(
                        ResultCode.BUSY_INT_VALUE,
                        "too many failed binds from your address; try again later"),
                Optional.empty(),
                true);
    }

    private Answer logIn(String who, String actsAs, Optional<byte[]> additional)
            throws IOException {
        Optional<Account> account =
                client.services
                        .directory()
                        .findByLogin(actsAs, client.context())
                        .filter(Account::enabled);
        if (account.isEmpty()) {
            return refuse(who, "no enabled account to act for");
        }
        attempt.succeeded(account.get().address().toString());
        if (!client.become(account.get())) {
            return Answer.of(
                    new Result(
                            ResultCode.BUSY_INT_VALUE,
                            "the account has as many sessions as it may; close some"));
        }
        LOG.info(
                "event=login session={} account={}",
                client.connection.id(),
                account.get().address());
        return new Answer(Result.SUCCESS, additional, false);
    }

    /// One text for every reason (THREATS A02), slower with each failure.
    Answer refuse(String who, String reason) throws IOException {
        int failures = client.countFailedBind();
        LOG.info(
                "event=login-failed session={} peer={} identity={} reason=\"{}\"",
                client.connection.id(),
                client.connection.remote(),
                new LogText(who),
                reason);
        if (attempt.failed(who, reason) == LoginAttempt.Answer.TURNED_AWAY) {
            return turnAway();
        }
        return new Answer(Result.WRONG_CREDENTIALS, Optional.empty(), failures >= MAX_FAILED);
    }

    private static byte[] octets(@Nullable ASN1OctetString value) {
        return value == null ? NO_OCTETS : value.getValue();
    }

    private static Optional<String> utf8(byte[] octets) {
        try {
            return Optional.of(
                    StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(octets)).toString());
        } catch (CharacterCodingException notText) {
            return Optional.empty();
        }
    }
}
