// SPDX-License-Identifier: Apache-2.0
package org.pabal.directory.ldap.view;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.unboundid.asn1.ASN1Buffer;
import com.unboundid.ldap.protocol.LDAPMessage;
import com.unboundid.ldap.protocol.ProtocolOp;
import com.unboundid.ldap.protocol.SearchRequestProtocolOp;
import com.unboundid.ldap.sdk.DereferencePolicy;
import com.unboundid.ldap.sdk.Filter;
import com.unboundid.ldap.sdk.SearchScope;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// THREATS L04: octets that would make a decoder run, grow or fall.
class HostileBerTest {

    @Test
    void lengthsThatCannotBeTrueEndTheSession(@TempDir Path folder) throws Exception {
        try (ViewStage stage = ViewStage.open(folder)) {
            for (String hostile :
                    new String[] {
                        "3084ffffffff", // 4 GiB
                        "308500ffffffff00", // a length of five octets
                        "3080020101", // indefinite
                        "30840fffffff0201", // 256 MiB
                        "16030100", // TLS on the plain port
                        "474554202f20485454502f312e310d0a", // GET /
                        "300c020101600702010304008000ff", // longer inside than outside
                        "300a02010142003000300030", // cut, with the next one within
                        "3003020101", // no operation
                        "300502010042", // cut
                        "3005020100" + "4200", // number zero
                        "30070201017f0100" + "00", // a tag of several octets
                    }) {
                byte[] answer = talk(stage, HexFormat.of().parseHex(hostile));
                assertThat(answer).as(hostile).hasSizeLessThan(200);
                if (answer.length > 0) { // a notice of disconnection: protocolError
                    assertThat(HexFormat.of().formatHex(answer)).as(hostile).contains("0a0102");
                }
            }
            assertThat(stage.wire.buffersInUse()).isLessThan(3);
        }
    }

    /// THREATS L07: a client that only gives up what it never asked for.
    @Test
    void aFloodOfAbandonsEndsTheSession(@TempDir Path folder) throws Exception {
        try (ViewStage stage = ViewStage.open(folder)) {
            byte[] flood = HexFormat.of().parseHex("3006020102500101".repeat(150));
            byte[] answer = talk(stage, flood);
            assertThat(HexFormat.of().formatHex(answer)).contains("0a0133"); // busy, once
        }
    }

    /// What is sent, then the end; what comes back until the session ends.
    private static byte[] talk(ViewStage stage, byte[] octets) throws IOException {
        try (Socket socket = new Socket(stage.address().getAddress(), stage.address().getPort())) {
            socket.setSoTimeout(10_000);
            OutputStream out = socket.getOutputStream();
            out.write(octets);
            out.flush();
            socket.shutdownOutput();
            return socket.getInputStream().readAllBytes();
        }
    }

    @Test
    void nestedTenThousandDeepIsNotDecoded() {
        byte[] filter = {(byte) 0x87, 1, 'a'};
        for (int depth = 0; depth < 10_000; depth++) {
            filter = wrapped((byte) 0xa2, filter);
        }
        byte[] deep = filter;
        assertThatThrownBy(() -> PduReader.decode(wrapped((byte) 0x30, deep)))
                .isInstanceOf(MalformedPdu.class)
                .hasMessageContaining("nested");
    }

    private static byte[] wrapped(byte tag, byte[] content) {
        int length = content.length;
        byte[] header = {
            tag,
            (byte) 0x84,
            (byte) (length >> 24),
            (byte) (length >> 16),
            (byte) (length >> 8),
            (byte) length
        };
        byte[] whole = Arrays.copyOf(header, header.length + length);
        System.arraycopy(content, 0, whole, header.length, length);
        return whole;
    }

    @Test
    void moreElementsThanAnyRequestHasAreNotDecoded() {
        byte[] many = new byte[200_000];
        for (int i = 0; i < many.length; i += 2) {
            many[i] = 4;
        }
        assertThatThrownBy(() -> PduReader.decode(wrapped((byte) 0x30, many)))
                .isInstanceOf(MalformedPdu.class)
                .hasMessageContaining("elements");
    }

    @Test
    void octetsBehindAMessageAreNone() {
        byte[] message = encoded(search());
        byte[] more = Arrays.copyOf(message, message.length + 2);
        assertThatThrownBy(() -> PduReader.decode(more))
                .isInstanceOf(MalformedPdu.class)
                .hasMessageContaining("behind");
    }

    /// A list that says it is none, and whose length is not true, once made a decoder go on for ever.
    @Test
    void aPrimitiveElementInPlaceOfAListIsMalformed() {
        byte[] octets = encoded(search());
        for (int at = 0; at < octets.length; at++) {
            if ((octets[at] & 0x20) != 0) {
                byte[] changed = octets.clone();
                changed[at] &= ~0x20;
                if (at + 1 < changed.length) {
                    changed[at + 1] = 0x7f;
                }
                assertThatCode(() -> decode(changed)).doesNotThrowAnyException();
            }
        }
    }

    /// Whatever is sent, it is a message or malformed.
    @Test
    void noOctetsMakeTheReaderFall() {
        byte[][] seeds = {encoded(search())};
        for (int seed = 0; seed < 50_000; seed++) {
            Random random = new Random(seed);
            byte[] octets = seeds[random.nextInt(seeds.length)].clone();
            for (int i = random.nextInt(1, 6); i > 0; i--) {
                octets[random.nextInt(octets.length)] = (byte) random.nextInt();
            }
            byte[] mutated =
                    random.nextInt(8) == 0
                            ? Arrays.copyOf(octets, random.nextInt(octets.length))
                            : octets;
            assertThatCode(() -> decode(mutated)).as("seed %d", seed).doesNotThrowAnyException();
        }
    }

    private static void decode(byte[] octets) {
        try {
            LDAPMessage message = PduReader.decode(octets);
            if (message.getProtocolOpType() == LDAPMessage.PROTOCOL_OP_TYPE_SEARCH_REQUEST) {
                SearchRequestProtocolOp search = message.getSearchRequestProtocolOp();
                TreeName.parse(search.getBaseDN());
                ViewFilter.of(search.getFilter())
                        .judge(new ViewEntry("", "top").put(AttributeType.UID, "bob"));
            }
        } catch (MalformedPdu | ViewFilter.TooCostly expected) {
            // As it should be.
        }
    }

    private static ProtocolOp search() {
        return new SearchRequestProtocolOp(
                "ou=People,dc=example,dc=org",
                SearchScope.SUB,
                DereferencePolicy.NEVER,
                10,
                10,
                false,
                Filter.and(
                        Filter.or(
                                Filter.equals("mail", "bob@example.org"),
                                Filter.substring("cn", "b", new String[] {"o"}, "b")),
                        Filter.not(Filter.greaterOrEqual("uidNumber", "5")),
                        Filter.present("uid")),
                List.of("uid", "+"));
    }

    private static byte[] encoded(ProtocolOp operation) {
        ASN1Buffer buffer = new ASN1Buffer();
        new LDAPMessage(7, operation).writeTo(buffer);
        return buffer.toByteArray();
    }
}
