// SPDX-License-Identifier: Apache-2.0
package org.pabal.directory.ldap.view;

import com.unboundid.asn1.ASN1Element;
import com.unboundid.asn1.ASN1Exception;
import com.unboundid.ldap.protocol.LDAPMessage;
import com.unboundid.ldap.sdk.LDAPException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Optional;
import org.pabal.wire.Connection;

/// Reads LDAP messages: whole, of a definite length and a limited size, checked before they are
/// decoded (THREATS L04). RFC 4511 §5.1.
final class PduReader {
    private static final int SEQUENCE = 0x30;
    private static final int INDEFINITE = 0x80;
    private static final int MAX_LENGTH_OCTETS = 4;

    private final Connection connection;

    PduReader(Connection connection) {
        this.connection = connection;
    }

    /// @param maxOctets of a message, its header not counted
    /// @return empty when the peer has closed between two messages
    /// @throws MalformedPdu for anything but a message within the limits
    Optional<LDAPMessage> read(int maxOctets) throws IOException {
        if (!connection.awaitOctets()) {
            return Optional.empty();
        }
        ByteArrayOutputStream pdu = new ByteArrayOutputStream(256);
        int tag = next(pdu);
        if (tag != SEQUENCE) {
            throw new MalformedPdu("no LDAP message begins with octet " + tag);
        }
        long length = length(pdu);
        if (length > maxOctets) {
            throw new MalformedPdu("a message of " + length + " octets is too large here");
        }
        connection.readExactly(length, pdu::write); // grows as it comes, whatever was announced
        return Optional.of(decode(pdu.toByteArray()));
    }

    private int next(ByteArrayOutputStream pdu) throws IOException {
        int[] octet = new int[1];
        connection.readExactly(
                1,
                (octets, offset, _) -> {
                    octet[0] = octets[offset] & 0xff;
                    pdu.write(octet[0]);
                });
        return octet[0];
    }

    private long length(ByteArrayOutputStream pdu) throws IOException {
        int first = next(pdu);
        if (first < INDEFINITE) {
            return first;
        }
        int octets = first & 0x7f;
        if (octets == 0 || octets > MAX_LENGTH_OCTETS) {
            throw new MalformedPdu("a length that is indefinite or has too many octets");
        }
        long length = 0;
        for (int i = 0; i < octets; i++) {
            length = length << 8 | next(pdu);
        }
        return length;
    }

    /// @param pdu with its header, of the length that it says
    static LDAPMessage decode(byte[] pdu) throws MalformedPdu {
        BerStructure.check(pdu);
        try {
            // Not from a stream: at its end that reader goes on with nothing, for ever.
            LDAPMessage message = LDAPMessage.decode(ASN1Element.decode(pdu));
            if (message.getMessageID() < 1) {
                throw new MalformedPdu("a request has a number above zero");
            }
            return message;
        } catch (ASN1Exception | LDAPException e) {
            throw new MalformedPdu("no request of LDAP: " + e.getMessage());
        } catch (RuntimeException e) {
            throw new MalformedPdu("a request that cannot be decoded: " + e);
        }
    }
}
