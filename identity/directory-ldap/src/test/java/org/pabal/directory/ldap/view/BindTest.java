// SPDX-License-Identifier: Apache-2.0
package org.pabal.directory.ldap.view;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.pabal.directory.ldap.view.ViewStage.BOB;
import static org.pabal.directory.ldap.view.ViewStage.PASSWORD;
import static org.pabal.directory.ldap.view.ViewStage.code;

import com.unboundid.ldap.sdk.EXTERNALBindRequest;
import com.unboundid.ldap.sdk.ExtendedRequest;
import com.unboundid.ldap.sdk.LDAPConnection;
import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.PLAINBindRequest;
import com.unboundid.ldap.sdk.ResultCode;
import com.unboundid.ldap.sdk.SCRAMSHA256BindRequest;
import com.unboundid.ldap.sdk.SearchScope;
import com.unboundid.ldap.sdk.SimpleBindRequest;
import com.unboundid.ldap.sdk.extensions.PasswordModifyExtendedRequest;
import com.unboundid.ldap.sdk.extensions.PasswordModifyExtendedResult;
import com.unboundid.ldap.sdk.extensions.WhoAmIExtendedRequest;
import com.unboundid.ldap.sdk.extensions.WhoAmIExtendedResult;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.file.Path;
import java.util.HexFormat;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.pabal.directory.Role;
import org.pabal.directory.ldap.view.ViewConfig.LoginSecurity;
import org.pabal.message.Address;

/// Who gets in, and how passwords change. RFC 4513, RFC 3062, RFC 4532.
class BindTest {
    private ViewStage stage;

    @BeforeEach
    void open(@TempDir Path folder) throws Exception {
        stage = ViewStage.open(folder);
    }

    @AfterEach
    void close() {
        stage.close();
    }

    @Test
    void anAccountBindsByItsNameInTheTreeOrAsAtOtherDoors() throws Exception {
        for (String name :
                new String[] {
                    BOB,
                    "UID=Bob, OU=people, DC=Example, DC=ORG",
                    "bob@example.org",
                    "BOB@Example.org"
                }) {
            LDAPConnection client = stage.connectTls();
            assertThat(code(() -> client.bind(name, PASSWORD))).isEqualTo(ResultCode.SUCCESS);
            assertThat(whoAmI(client)).isEqualTo("dn:" + BOB);
        }
    }

    @Test
    void mechanismsOfSaslBind() throws Exception {
        LDAPConnection client = stage.connectTls();
        assertThat(code(() -> client.bind(new PLAINBindRequest("u:bob@example.org", PASSWORD))))
                .isEqualTo(ResultCode.INVALID_CREDENTIALS); // the name is as at other doors
        assertThat(code(() -> client.bind(new PLAINBindRequest("bob@example.org", PASSWORD))))
                .isEqualTo(ResultCode.SUCCESS);
        assertThat(code(() -> client.bind(new SCRAMSHA256BindRequest("bob@example.org", PASSWORD))))
                .isEqualTo(ResultCode.SUCCESS);
        assertThat(whoAmI(client)).isEqualTo("dn:" + BOB);
        assertThat(code(() -> client.bind(new SCRAMSHA256BindRequest("bob@example.org", "wrong"))))
                .isEqualTo(ResultCode.INVALID_CREDENTIALS);
        assertThat(whoAmI(client)).isEmpty();
        assertThat(code(() -> client.bind(new EXTERNALBindRequest(""))))
                .isEqualTo(ResultCode.AUTH_METHOD_NOT_SUPPORTED); // without a certificate
        assertThat(client.getRootDSE().getSupportedSASLMechanismNames())
                .contains("PLAIN", "SCRAM-SHA-256", "SCRAM-SHA-256-PLUS")
                .doesNotContain("EXTERNAL", "CRAM-MD5");
    }

    /// THREATS A01, L05. RFC 4513 §5.1.2.
    @Test
    void aNameWithoutAPasswordProvesNothing() throws Exception {
        LDAPConnection client = stage.connectTls();
        client.getConnectionOptions().setBindWithDNRequiresPassword(false);
        assertThat(code(() -> client.bind(new SimpleBindRequest(BOB, ""))))
                .isEqualTo(ResultCode.UNWILLING_TO_PERFORM);
        assertThat(code(() -> client.bind(new SimpleBindRequest("", ""))))
                .isEqualTo(ResultCode.SUCCESS);
        assertThat(whoAmI(client)).isEmpty();
    }

    /// THREATS A02, A07, A08, A12, L01.
    @Test
    void wrongNamesAndPasswordsGetOneAnswerAndCount() throws Exception {
        LDAPConnection client = stage.connectTls();
        String[] names = {
            BOB,
            "uid=nobody,ou=People,dc=example,dc=org",
            "*)(uid=*))(|(uid=*",
            "uid=*,ou=People,dc=example,dc=org",
            "nobody@example.org",
            "bob@example.org\0",
            "b".repeat(3_000)
        };
        for (String name : names) {
            assertThatThrownBy(() -> client.bind(name, "wrong"))
                    .isInstanceOfSatisfying(
                            LDAPException.class,
                            e -> {
                                assertThat(e.getResultCode())
                                        .isEqualTo(ResultCode.INVALID_CREDENTIALS);
                                assertThat(e.getDiagnosticMessage())
                                        .isEqualTo("wrong name or password");
                            });
        }
        assertThat(stage.pauses).containsExactly(1, 2, 3, 4, 5, 6, 7);
        assertThat(code(() -> client.bind(BOB, "x".repeat(2_000))))
                .isEqualTo(ResultCode.INVALID_CREDENTIALS);
        for (int i = 0; i < 12; i++) {
            LDAPConnection other = stage.connectTls();
            code(() -> other.bind(BOB, "wrong"));
        }
        LDAPConnection late = stage.connectTls();
        assertThat(code(() -> late.bind(BOB, PASSWORD))).isEqualTo(ResultCode.BUSY);
    }

    /// THREATS A06.
    @Test
    void noPasswordIsTakenInTheClear(@TempDir Path folder) throws Exception {
        LDAPConnection client = stage.connect();
        assertThat(code(() -> client.bind(BOB, PASSWORD)))
                .isEqualTo(ResultCode.CONFIDENTIALITY_REQUIRED);
        assertThat(code(() -> client.bind(new PLAINBindRequest("bob@example.org", PASSWORD))))
                .isEqualTo(ResultCode.CONFIDENTIALITY_REQUIRED);
        assertThat(client.getRootDSE().getSupportedSASLMechanismNames()).isNull();
        ViewConfig open =
                ViewConfig.defaults("mail.example.org").with(LoginSecurity.CLEARTEXT_ALLOWED);
        try (ViewStage other = ViewStage.open(folder, open)) {
            LDAPConnection clear = other.connect();
            assertThat(code(() -> clear.bind(BOB, PASSWORD))).isEqualTo(ResultCode.SUCCESS);
        }
    }

    /// THREATS T02, L07: a search behind StartTLS in one segment gets no answer, in the clear or under TLS.
    @Test
    void octetsBehindStartTlsEndTheSession() throws Exception {
        byte[] startTls = hex("301d02010177188016312e332e362e312e342e312e313436362e3230303337");
        byte[] whoAmI =
                hex("301e020102771980" + "17" + "312e332e362e312e342e312e343230332e312e31312e33");
        try (Socket socket = new Socket(stage.address().getAddress(), stage.address().getPort())) {
            OutputStream out = socket.getOutputStream();
            byte[] both = new byte[startTls.length + whoAmI.length];
            System.arraycopy(startTls, 0, both, 0, startTls.length);
            System.arraycopy(whoAmI, 0, both, startTls.length, whoAmI.length);
            out.write(both);
            out.flush();
            socket.setSoTimeout(5_000);
            InputStream in = socket.getInputStream();
            byte[] all = in.readAllBytes();
            assertThat(all).startsWith(0x30).hasSizeLessThan(60); // the one answer, then the end
        }
    }

    private static byte[] hex(String text) {
        return HexFormat.of().parseHex(text);
    }

    @Test
    void startTlsTwiceIsAnError() throws Exception {
        LDAPConnection client = stage.bound(BOB);
        assertThat(
                        code(() ->
                                client.processExtendedOperation(
                                        new ExtendedRequest("1.3.6.1.4.1.1466.20037"))))
                .isEqualTo(ResultCode.OPERATIONS_ERROR);
    }

    @Test
    void ownersChangeTheirPasswordWithTheOldOne() throws Exception {
        LDAPConnection client = stage.bound(BOB);
        assertThat(code(() -> modify(client, null, null, "a better horse")))
                .isEqualTo(ResultCode.UNWILLING_TO_PERFORM);
        assertThat(code(() -> modify(client, null, "wrong", "a better horse")))
                .isEqualTo(ResultCode.INVALID_CREDENTIALS);
        assertThat(code(() -> modify(client, null, PASSWORD, "short")))
                .isEqualTo(ResultCode.CONSTRAINT_VIOLATION);
        assertThat(
                        code(() ->
                                modify(
                                        client,
                                        "uid=carol,ou=People,dc=example,dc=org",
                                        PASSWORD,
                                        "a better horse")))
                .isEqualTo(ResultCode.INSUFFICIENT_ACCESS_RIGHTS);
        LDAPConnection other = stage.bound(BOB);
        assertThat(code(() -> modify(client, BOB, PASSWORD, "a better horse")))
                .isEqualTo(ResultCode.SUCCESS);
        assertThat(whoAmI(client))
                .isEqualTo("dn:" + BOB); // THREATS A09: others end, this one stays
        assertThat(code(() -> other.processExtendedOperation(new WhoAmIExtendedRequest())))
                .isNotEqualTo(ResultCode.SUCCESS);
        LDAPConnection again = stage.connectTls();
        assertThat(code(() -> again.bind(BOB, PASSWORD))).isEqualTo(ResultCode.INVALID_CREDENTIALS);
        assertThat(code(() -> again.bind(BOB, "a better horse"))).isEqualTo(ResultCode.SUCCESS);
    }

    @Test
    void administratorsSetThePasswordsOfOthersAndTheServerMakesOneWhenAsked() throws Exception {
        LDAPConnection alice = stage.bound("alice@example.org");
        PasswordModifyExtendedResult made = modify(alice, BOB, null, null);
        assertThat(made.getResultCode()).isEqualTo(ResultCode.SUCCESS);
        assertThat(made.getGeneratedPassword()).hasSize(23);
        LDAPConnection bob = stage.connectTls();
        assertThat(code(() -> bob.bind(BOB, made.getGeneratedPassword())))
                .isEqualTo(ResultCode.SUCCESS);
        assertThat(code(() -> modify(alice, "bob@example.com", null, "a better horse")))
                .isEqualTo(ResultCode.INSUFFICIENT_ACCESS_RIGHTS);
        stage.add("chief@example.org", "", Role.ADMINISTRATOR);
        assertThat(code(() -> modify(alice, "chief@example.org", null, "a better horse")))
                .isEqualTo(ResultCode.INSUFFICIENT_ACCESS_RIGHTS);
        LDAPConnection root = stage.bound("root@example.com");
        assertThat(code(() -> modify(root, "chief@example.org", null, "a better horse")))
                .isEqualTo(ResultCode.SUCCESS);
        LDAPConnection nobody = stage.connectTls();
        assertThat(code(() -> modify(nobody, BOB, PASSWORD, "a better horse")))
                .isEqualTo(ResultCode.INSUFFICIENT_ACCESS_RIGHTS);
        LDAPConnection clear = stage.connect();
        assertThat(code(() -> modify(clear, BOB, PASSWORD, "a better horse")))
                .isEqualTo(ResultCode.CONFIDENTIALITY_REQUIRED);
    }

    /// THREATS A13.
    @Test
    void aDirectoryWithoutAnAnswerIsUnavailable() throws Exception {
        LDAPConnection client = stage.connectTls();
        stage.directory.close(); // passwords cannot be checked any more
        assertThat(code(() -> client.bind(BOB, PASSWORD))).isEqualTo(ResultCode.UNAVAILABLE);
    }

    @Test
    void whoIsDisabledIsNobodyAtOnce() throws Exception {
        LDAPConnection client = stage.bound("carol@example.org");
        stage.directory.disableAccount(Address.of("carol@example.org"));
        assertThat(code(() -> client.search("dc=example,dc=org", SearchScope.SUB, "(uid=bob)")))
                .isNotEqualTo(ResultCode.SUCCESS);
        LDAPConnection again = stage.connectTls();
        assertThat(code(() -> again.bind("carol@example.org", PASSWORD)))
                .isEqualTo(ResultCode.INVALID_CREDENTIALS);
    }

    private static PasswordModifyExtendedResult modify(
            LDAPConnection client, String who, String old, String password) throws LDAPException {
        return (PasswordModifyExtendedResult)
                client.processExtendedOperation(
                        new PasswordModifyExtendedRequest(who, old, password));
    }

    private static String whoAmI(LDAPConnection client) throws LDAPException {
        return ((WhoAmIExtendedResult) client.processExtendedOperation(new WhoAmIExtendedRequest()))
                .getAuthorizationID();
    }
}
