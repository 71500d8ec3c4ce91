// SPDX-License-Identifier: Apache-2.0
package org.pabal.directory.ldap.view;

import com.unboundid.asn1.ASN1OctetString;
import com.unboundid.asn1.ASN1Sequence;
import com.unboundid.ldap.protocol.AddResponseProtocolOp;
import com.unboundid.ldap.protocol.BindResponseProtocolOp;
import com.unboundid.ldap.protocol.CompareRequestProtocolOp;
import com.unboundid.ldap.protocol.CompareResponseProtocolOp;
import com.unboundid.ldap.protocol.DeleteResponseProtocolOp;
import com.unboundid.ldap.protocol.ExtendedRequestProtocolOp;
import com.unboundid.ldap.protocol.ExtendedResponseProtocolOp;
import com.unboundid.ldap.protocol.LDAPMessage;
import com.unboundid.ldap.protocol.ModifyDNResponseProtocolOp;
import com.unboundid.ldap.protocol.ModifyResponseProtocolOp;
import com.unboundid.ldap.protocol.ProtocolOp;
import com.unboundid.ldap.protocol.SearchResultDoneProtocolOp;
import com.unboundid.ldap.sdk.Control;
import com.unboundid.ldap.sdk.ResultCode;
import com.unboundid.ldap.sdk.extensions.StartTLSExtendedRequest;
import com.unboundid.ldap.sdk.extensions.WhoAmIExtendedRequest;
import java.io.IOException;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.pabal.directory.Account;
import org.pabal.message.UnavailableException;
import org.pabal.wire.Connection;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One client of the view, from its first request to its last. RFC 4511. For one thread, which blocks
/// on the peer and on the directory: a request is answered before the next one is read, so that there
/// is never anything to abandon.
public final class LdapSession {
    private static final Logger LOG = LoggerFactory.getLogger(LdapSession.class);

    /// THREATS L04.
    private static final int MAX_OCTETS = 1 << 20;

    /// Of a client that is nobody yet: a bind with a token or a certificate's name is far smaller.
    private static final int MAX_OCTETS_UNBOUND = 64 << 10;

    /// Requests that have no answer: a client that sends nothing else wants nothing (THREATS L07).
    private static final int MAX_WITHOUT_ANSWER = 100;

    /// A client that sends requests without end lets others run after so many.
    private static final int REQUESTS_IN_A_ROW = 64;

    private static final String NOTICE_OF_DISCONNECTION = "1.3.6.1.4.1.1466.20036";

    private static final Set<String> CONTROLS = Set.of(Searches.PAGED, RootEntries.MANAGE_DSA_IT);

    private final ViewClient client;
    private final Connection connection;
    private final Binds binds;
    private final PasswordModify passwords;
    private final RootEntries roots;
    private final Searches searches;
    private boolean over;
    private int withoutAnswer;
    private int withoutWaiting;

    public LdapSession(Connection connection, ViewConfig config, ViewServices services) {
        this.connection = connection;
        this.client = new ViewClient(connection, config, services);
        this.binds = new Binds(client);
        this.passwords = new PasswordModify(client, binds);
        this.roots = new RootEntries(client, binds);
        this.searches = new Searches(client, roots);
    }

    /// Returns when the session is over; whoever called closes the connection.
    public void run() throws IOException {
        PduReader in = new PduReader(connection);
        try {
            while (!over) {
                flushOrYield();
                Optional<LDAPMessage> message = in.read(maxOctets());
                if (message.isEmpty()) {
                    return;
                }
                answerOrHangUp(message.get());
            }
            connection.flush();
        } catch (MalformedPdu e) {
            LOG.info(
                    "event=ldap-malformed session={} peer={} reason=\"{}\"",
                    connection.id(),
                    connection.remote(),
                    e.getMessage());
            disconnect(Result.protocolError("no request of LDAP, or one too large"));
        } finally {
            client.leave(); // also when the client is gone
        }
    }

    private int maxOctets() {
        return client.bound().isPresent() ? MAX_OCTETS : MAX_OCTETS_UNBOUND;
    }

    @SuppressWarnings("ThreadPriorityCheck") // nothing is relied on but fairness
    private void flushOrYield() throws IOException {
        if (!connection.hasBuffered()) {
            connection.flush();
            withoutWaiting = 0;
        } else if (++withoutWaiting >= REQUESTS_IN_A_ROW) {
            withoutWaiting = 0;
            Thread.yield();
        }
    }

    /// Says why the session ends. RFC 4511 §4.4.1.
    private void disconnect(Result result) throws IOException {
        over = true;
        client.send(
                0,
                new ExtendedResponseProtocolOp(
                        result.code(),
                        null,
                        result.message(),
                        null,
                        NOTICE_OF_DISCONNECTION,
                        null));
        connection.flush();
    }

    /// Failures of ours are temporary, never the client's fault.
    private void answerOrHangUp(LDAPMessage message) throws IOException {
        try {
            client.renew();
            answer(message);
        } catch (UnavailableException e) {
            LOG.warn("session {}: {}", connection.id(), e.getMessage());
            refuse(message, Result.UNAVAILABLE);
        } catch (RuntimeException e) {
            LOG.error("session {}: bug", connection.id(), e);
            disconnect(
                    new Result(
                            ResultCode.OTHER_INT_VALUE,
                            "a fault of this server; its log has session " + connection.id()));
        }
    }

    private void answer(LDAPMessage message) throws IOException {
        byte type = message.getProtocolOpType();
        if (type != LDAPMessage.PROTOCOL_OP_TYPE_BIND_REQUEST) {
            binds.abandon();
        }
        boolean answered =
                type != LDAPMessage.PROTOCOL_OP_TYPE_ABANDON_REQUEST
                        && type != LDAPMessage.PROTOCOL_OP_TYPE_UNBIND_REQUEST;
        withoutAnswer = answered ? 0 : withoutAnswer + 1;
        if (withoutAnswer > MAX_WITHOUT_ANSWER) {
            disconnect(new Result(ResultCode.BUSY_INT_VALUE, "nothing is left to abandon"));
        } else if (answered && hasUnknownCriticalControl(message)) {
            refuse(
                    message,
                    new Result(
                            ResultCode.UNAVAILABLE_CRITICAL_EXTENSION_INT_VALUE,
                            "a control that is critical to the client is not known here"));
        } else {
            run(message);
        }
    }

    private static boolean hasUnknownCriticalControl(LDAPMessage message) {
        boolean search = message.getProtocolOpType() == LDAPMessage.PROTOCOL_OP_TYPE_SEARCH_REQUEST;
        return message.getControls().stream()
                .filter(Control::isCritical)
                .map(Control::getOID)
                .anyMatch(oid -> !CONTROLS.contains(oid) || oid.equals(Searches.PAGED) && !search);
    }

    /// The operations of RFC 4511 §4.
    private void run(LDAPMessage message) throws IOException {
        int id = message.getMessageID();
        switch (message.getProtocolOpType()) {
            case LDAPMessage.PROTOCOL_OP_TYPE_BIND_REQUEST -> bind(message);
            case LDAPMessage.PROTOCOL_OP_TYPE_UNBIND_REQUEST -> over = true;
            case LDAPMessage.PROTOCOL_OP_TYPE_ABANDON_REQUEST -> {
                // It is answered already.
            }
            case LDAPMessage.PROTOCOL_OP_TYPE_SEARCH_REQUEST ->
                    searches.answer(
                            id, message.getSearchRequestProtocolOp(), message.getControls());
            case LDAPMessage.PROTOCOL_OP_TYPE_COMPARE_REQUEST ->
                    refuse(message, compare(message.getCompareRequestProtocolOp()));
            case LDAPMessage.PROTOCOL_OP_TYPE_EXTENDED_REQUEST ->
                    extended(id, message.getExtendedRequestProtocolOp());
            case LDAPMessage.PROTOCOL_OP_TYPE_MODIFY_REQUEST,
                    LDAPMessage.PROTOCOL_OP_TYPE_ADD_REQUEST,
                    LDAPMessage.PROTOCOL_OP_TYPE_DELETE_REQUEST,
                    LDAPMessage.PROTOCOL_OP_TYPE_MODIFY_DN_REQUEST ->
                    refuse(message, readOnly());
            default -> disconnect(Result.protocolError("that is nothing that a client sends"));
        }
    }

    /// THREATS L05.
    private Result readOnly() {
        return client.bound()
                        .filter(account -> client.viewer().administers(account.address().domain()))
                        .isPresent()
                ? Result.unwilling(
                        "entries are changed with pabal account and pabal alias; passwords by the"
                                + " Password Modify operation (RFC 3062)")
                : Result.forbidden("this directory can only be read");
    }

    /// Answers with nothing but a result, in the form that belongs to the request.
    private void refuse(LDAPMessage message, Result result) throws IOException {
        int code = result.code();
        String text = result.message();
        Optional<ProtocolOp> response =
                switch (message.getProtocolOpType()) {
                    case LDAPMessage.PROTOCOL_OP_TYPE_BIND_REQUEST ->
                            Optional.of(new BindResponseProtocolOp(code, null, text, null, null));
                    case LDAPMessage.PROTOCOL_OP_TYPE_SEARCH_REQUEST ->
                            Optional.of(new SearchResultDoneProtocolOp(code, null, text, null));
                    case LDAPMessage.PROTOCOL_OP_TYPE_COMPARE_REQUEST ->
                            Optional.of(new CompareResponseProtocolOp(code, null, text, null));
                    case LDAPMessage.PROTOCOL_OP_TYPE_MODIFY_REQUEST ->
                            Optional.of(new ModifyResponseProtocolOp(code, null, text, null));
                    case LDAPMessage.PROTOCOL_OP_TYPE_ADD_REQUEST ->
                            Optional.of(new AddResponseProtocolOp(code, null, text, null));
                    case LDAPMessage.PROTOCOL_OP_TYPE_DELETE_REQUEST ->
                            Optional.of(new DeleteResponseProtocolOp(code, null, text, null));
                    case LDAPMessage.PROTOCOL_OP_TYPE_MODIFY_DN_REQUEST ->
                            Optional.of(new ModifyDNResponseProtocolOp(code, null, text, null));
                    case LDAPMessage.PROTOCOL_OP_TYPE_EXTENDED_REQUEST ->
                            Optional.of(
                                    new ExtendedResponseProtocolOp(
                                            code, null, text, null, null, null));
                    default -> Optional.empty();
                };
        if (response.isPresent()) {
            client.send(message.getMessageID(), response.get());
        }
    }

    private void bind(LDAPMessage message) throws IOException {
        searches.forget();
        Binds.Answer answer = binds.bind(message.getBindRequestProtocolOp());
        client.send(
                message.getMessageID(),
                new BindResponseProtocolOp(
                        answer.result().code(),
                        null,
                        answer.result().message(),
                        null,
                        answer.credentials().map(ASN1OctetString::new).orElse(null)));
        over = answer.over();
    }

    private Result compare(CompareRequestProtocolOp request) {
        Optional<TreeName> name = TreeName.parse(request.getDN());
        Optional<ViewEntry> entry =
                name.flatMap(roots::find)
                        .or(() ->
                                name.flatMap(found -> client.entries.find(found, client.viewer())));
        if (entry.isEmpty()) {
            return client.viewer() instanceof Viewer.Nobody
                    ? Result.BIND_FIRST
                    : Result.NO_SUCH_OBJECT;
        }
        Optional<AttributeType> type = AttributeType.named(request.getAttributeName());
        if (type.isEmpty() || entry.get().values(type.get()).isEmpty()) {
            return new Result(
                    ResultCode.NO_SUCH_ATTRIBUTE_INT_VALUE, "the entry has no such attribute");
        }
        boolean equal =
                ViewFilter.assertion(type.get(), request.getAssertionValue().getValue())
                        .map(value -> new ViewFilter.Equal(type.get(), value))
                        .filter(filter -> filter.judge(entry.get()) == ViewFilter.Truth.TRUE)
                        .isPresent();
        return new Result(
                equal ? ResultCode.COMPARE_TRUE_INT_VALUE : ResultCode.COMPARE_FALSE_INT_VALUE, "");
    }

    private void extended(int id, ExtendedRequestProtocolOp request) throws IOException {
        String oid = request.getOID();
        switch (oid) {
            case StartTLSExtendedRequest.STARTTLS_REQUEST_OID -> startTls(id);
            case WhoAmIExtendedRequest.WHO_AM_I_REQUEST_OID -> whoAmI(id);
            case PasswordModify.OID -> {
                PasswordModify.Answer answer = passwords.change(request.getValue());
                send(id, answer.result(), null, answer.made().map(LdapSession::made).orElse(null));
                over = answer.over();
            }
            default ->
                    send(
                            id,
                            Result.protocolError("that extension is not known to this server"),
                            null,
                            null);
        }
    }

    /// `PasswdModifyResponseValue`, RFC 3062 §2: `genPasswd [0]`.
    private static ASN1OctetString made(String password) {
        return new ASN1OctetString(
                new ASN1Sequence(new ASN1OctetString((byte) 0x80, password)).encode());
    }

    private void send(int id, Result result, @Nullable String oid, @Nullable ASN1OctetString value)
            throws IOException {
        client.send(
                id,
                new ExtendedResponseProtocolOp(
                        result.code(), null, result.message(), null, oid, value));
    }

    /// Octets that came behind the request in the clear end the session (THREATS T02, L07). Who was
    /// bound before is nobody. RFC 4511 §4.14, RFC 4513 §3.1.5.
    private void startTls(int id) throws IOException {
        String oid = StartTLSExtendedRequest.STARTTLS_REQUEST_OID;
        if (connection.tls().isPresent()) {
            send(
                    id,
                    new Result(ResultCode.OPERATIONS_ERROR_INT_VALUE, "TLS is up already"),
                    oid,
                    null);
            return;
        }
        if (!client.offersTls()) {
            send(id, Result.protocolError("TLS is not offered here"), oid, null);
            return;
        }
        client.becomeNobody();
        searches.forget();
        send(id, Result.SUCCESS, oid, null);
        connection.flush();
        connection.startTls(client.services.tls().orElseThrow());
    }

    /// RFC 4532.
    private void whoAmI(int id) throws IOException {
        String who =
                client.bound()
                        .map(Account::address)
                        .map(address -> "dn:" + TreeName.personDn(address))
                        .orElse("");
        send(id, Result.SUCCESS, null, new ASN1OctetString(who));
    }
}
