// SPDX-License-Identifier: Apache-2.0
package org.pabal.cluster.link;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.util.LinkedHashMap;
import java.util.Map;

/// Named texts in a frame: a count of two octets, then name and text of each, in UTF-8, behind a
/// length of two and four octets.
final class Fields {
    private static final int MAX_FIELDS = 100;

    private Fields() {}

    static byte[] encode(Map<String, String> fields) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(ByteBuffer.allocate(2).putShort((short) fields.size()).array());
        fields.forEach((name, text) -> {
            byte[] nameOctets = name.getBytes(UTF_8);
            byte[] textOctets = text.getBytes(UTF_8);
            out.writeBytes(ByteBuffer.allocate(2).putShort((short) nameOctets.length).array());
            out.writeBytes(nameOctets);
            out.writeBytes(ByteBuffer.allocate(4).putInt(textOctets.length).array());
            out.writeBytes(textOctets);
        });
        return out.toByteArray();
    }

    /// @param octets foreign input
    static Map<String, String> decode(byte[] octets) throws BrokenLink {
        try {
            ByteBuffer in = ByteBuffer.wrap(octets);
            int count = Short.toUnsignedInt(in.getShort());
            if (count > MAX_FIELDS) {
                throw new BrokenLink("the peer sent " + count + " fields");
            }
            Map<String, String> fields = new LinkedHashMap<>();
            for (int i = 0; i < count; i++) {
                String name = text(in, Short.toUnsignedInt(in.getShort()));
                if (fields.put(name, text(in, in.getInt())) != null) {
                    throw new BrokenLink("the peer sent a field twice");
                }
            }
            if (in.hasRemaining()) {
                throw new BrokenLink("the peer sent more than its fields");
            }
            return fields;
        } catch (BufferUnderflowException | CharacterCodingException cut) {
            throw new BrokenLink("the peer sent fields that cannot be read");
        }
    }

    private static String text(ByteBuffer in, int octets)
            throws BrokenLink, CharacterCodingException {
        if (octets < 0 || octets > in.remaining()) {
            throw new BrokenLink("the peer sent a field longer than its frame");
        }
        ByteBuffer text = in.slice(in.position(), octets);
        in.position(in.position() + octets);
        return UTF_8.newDecoder().decode(text).toString();
    }
}
