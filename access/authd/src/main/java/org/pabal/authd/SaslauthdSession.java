// SPDX-License-Identifier: Apache-2.0
package org.pabal.authd;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import org.pabal.directory.Account;
import org.pabal.directory.LoginContext;
import org.pabal.message.UnavailableException;
import org.pabal.sasl.LoginAttempt;
import org.pabal.sasl.SaslChannel;
import org.pabal.sasl.SaslMechanisms;
import org.pabal.sasl.SaslStep;
import org.pabal.wire.Connection;
import org.pabal.wire.LogText;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One question of the protocol of saslauthd: four texts (log-in name, password, service, realm),
/// each behind its length in two octets, and the answer `OK`, `NO` or `UN` (out of order) in the same
/// form. A connection is one question.
///
/// The realm completes a name without a domain. Nothing tells whose client it is: failures are
/// counted as those of this host.
public final class SaslauthdSession {
    private static final Logger LOG = LoggerFactory.getLogger(SaslauthdSession.class);
    private static final Duration DEADLINE = Duration.ofSeconds(30);

    /// A name of 255 octets, a password of 1,024 (THREATS A08).
    private static final int MAX_TEXT = 1_024;

    private final Connection connection;
    private final AuthServices services;

    public SaslauthdSession(Connection connection, AuthServices services) {
        this.connection = connection;
        this.services = services;
    }

    /// Answers and returns; whoever called closes the connection.
    public void run() throws IOException {
        connection.readDeadline(DEADLINE);
        Optional<byte[]> name = read();
        Optional<byte[]> password = name.isEmpty() ? name : read();
        Optional<byte[]> service = password.isEmpty() ? password : read();
        Optional<byte[]> realm = service.isEmpty() ? service : read();
        answer(
                realm.isEmpty()
                        ? "NO a text is too long"
                        : judge(
                                text(name.orElseThrow()),
                                text(password.orElseThrow()),
                                text(service.orElseThrow()),
                                text(realm.get())));
    }

    /// Empty when it is longer than any good one: nothing after it is read.
    private Optional<byte[]> read() throws IOException {
        byte[] length = octets(2);
        int octets = (length[0] & 0xFF) << 8 | length[1] & 0xFF;
        return octets > MAX_TEXT ? Optional.empty() : Optional.of(octets(octets));
    }

    private byte[] octets(int count) throws IOException {
        ByteArrayOutputStream read = new ByteArrayOutputStream(count);
        connection.readExactly(count, read::write);
        return read.toByteArray();
    }

    /// What is not UTF-8 is nobody's name and nobody's password.
    private static String text(byte[] octets) {
        return new String(octets, StandardCharsets.UTF_8);
    }

    private String judge(String name, String password, String service, String realm) {
        String login = realm.isEmpty() || name.indexOf('@') >= 0 ? name : name + '@' + realm;
        LoginAttempt attempt =
                services.logins()
                        .attempt(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        try {
            return isRight(login, password, service, attempt)
                    ? "OK"
                    : refused(login, service, attempt);
        } catch (UnavailableException trouble) { // THREATS A13
            LOG.warn(
                    "session={} event=unavailable reason=\"{}\"",
                    connection.id(),
                    trouble.getMessage());
            return "UN out of order for now";
        } catch (RuntimeException bug) {
            LOG.error("session {}: bug", connection.id(), bug);
            return "UN out of order for now";
        }
    }

    private boolean isRight(String login, String password, String service, LoginAttempt attempt) {
        LoginContext context =
                services.contexts()
                        .of(Optional.empty(), Optional.empty(), AuthServices.serviceOf(service));
        SaslStep outcome =
                SaslMechanisms.start(
                                "PLAIN",
                                attempt.watch(services.directory().credentials(context)),
                                SaslChannel.PLAIN)
                        .orElseThrow()
                        .step(('\0' + login + '\0' + password).getBytes(StandardCharsets.UTF_8));
        Optional<Account> account =
                outcome instanceof SaslStep.Success
                        ? services.directory().findByLogin(login, context).filter(Account::enabled)
                        : Optional.empty();
        account.ifPresent(found ->
                LOG.info(
                        "event=login session={} account={} service={}",
                        connection.id(),
                        found.id(),
                        new LogText(service)));
        account.ifPresent(found -> attempt.succeeded(found.address().toString()));
        return account.isPresent();
    }

    private String refused(String login, String service, LoginAttempt attempt) {
        LOG.info(
                "event=login-failed session={} service={} identity={} door=saslauthd",
                connection.id(),
                new LogText(service),
                new LogText(login));
        try {
            return attempt.failed(login, "wrong credentials") == LoginAttempt.Answer.TURNED_AWAY
                    ? "UN too many failed log-ins"
                    : "NO authentication failed";
        } catch (IOException _) { // stopping
            return "UN out of order for now";
        }
    }

    private void answer(String text) throws IOException {
        byte[] octets = text.getBytes(StandardCharsets.US_ASCII);
        connection.write(new byte[] {(byte) (octets.length >> 8), (byte) octets.length});
        connection.write(octets);
        connection.flush();
    }
}
