// SPDX-License-Identifier: Apache-2.0
package org.pabal.milter;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/// What a mail server and a milter have agreed on.
///
/// @param version 2 to 6
/// @param actions what the milter may do (`SMFIF_…`)
/// @param protocol what is left out, left unanswered, or done another way (`SMFIP_…`)
/// @param macros that the milter wants with an event, where it says so
record MilterOptions(
        int version, int actions, int protocol, Map<MilterStage, List<String>> macros) {
    static final int VERSION = 6;
    private static final int OLDEST = 2;

    static final int ADD_HEADERS = 0x1;
    static final int CHANGE_BODY = 0x2;
    static final int ADD_RECIPIENTS = 0x4;
    static final int REMOVE_RECIPIENTS = 0x8;
    static final int CHANGE_HEADERS = 0x10;
    static final int QUARANTINE = 0x20;
    static final int CHANGE_FROM = 0x40;
    static final int ADD_RECIPIENTS_WITH_ARGUMENTS = 0x80;
    private static final int NAMES_MACROS = 0x100;
    private static final int OFFERED_ACTIONS = 0x1ff;

    private static final int SKIP = 0x400;
    private static final int LEADING_SPACE = 0x100000;
    private static final int OFFERED_PROTOCOL = MilterStage.allBits() | SKIP | LEADING_SPACE;

    private static final int MAX_MACROS = 100;

    static byte[] offer() {
        return ByteBuffer.allocate(12)
                .putInt(VERSION)
                .putInt(OFFERED_ACTIONS)
                .putInt(OFFERED_PROTOCOL)
                .array();
    }

    /// @throws MilterViolation when the milter wants what was not offered
    static MilterOptions read(byte[] answer) throws MilterViolation {
        if (answer.length < 12) {
            throw new MilterViolation("its answer to the negotiation is cut off");
        }
        ByteBuffer in = ByteBuffer.wrap(answer);
        int version = in.getInt();
        int actions = in.getInt();
        int protocol = in.getInt();
        if (version < OLDEST || version > VERSION) {
            throw new MilterViolation("it speaks version " + version + " of the protocol");
        }
        if ((actions & ~OFFERED_ACTIONS) != 0 || (protocol & ~OFFERED_PROTOCOL) != 0) {
            throw new MilterViolation(
                    "it wants what was not offered: actions %x, protocol %x"
                            .formatted(actions, protocol));
        }
        return new MilterOptions(
                version, actions, protocol, (actions & NAMES_MACROS) == 0 ? Map.of() : macros(in));
    }

    /// `*( stage-number names NUL )`
    private static Map<MilterStage, List<String>> macros(ByteBuffer in) {
        Map<MilterStage, List<String>> wanted = new EnumMap<>(MilterStage.class);
        while (in.remaining() > 4) {
            int list = in.getInt();
            StringBuilder names = new StringBuilder();
            byte octet = 0;
            while (in.hasRemaining() && (octet = in.get()) != 0) {
                names.append((char) (octet & 0xff));
            }
            List<String> all =
                    List.of(names.toString().strip().split("[\\s,]+", MAX_MACROS)).stream()
                            .filter(name -> !name.isEmpty())
                            .map(MilterOptions::spelled)
                            .toList();
            for (MilterStage stage : MilterStage.values()) {
                if (stage.macroList().isPresent() && stage.macroList().getAsInt() == list) {
                    wanted.put(stage, all);
                }
            }
        }
        return wanted;
    }

    /// A long name has braces.
    private static String spelled(String name) {
        return name.length() > 1 && !name.startsWith("{") ? "{" + name + "}" : name;
    }

    List<String> macrosFor(MilterStage stage) {
        return macros.getOrDefault(stage, stage.usualMacros());
    }

    boolean wants(MilterStage stage) {
        if (version < 3 && stage == MilterStage.UNKNOWN
                || version < 4 && stage == MilterStage.DATA) {
            return false;
        }
        return !stage.isLeftOut(protocol);
    }

    boolean answers(MilterStage stage) {
        return !stage.isUnanswered(protocol);
    }

    /// Whether a header value is given and taken with the white space behind the colon.
    boolean keepsLeadingSpace() {
        return (protocol & LEADING_SPACE) != 0;
    }

    boolean maySkip() {
        return (protocol & SKIP) != 0;
    }

    boolean may(int action) {
        return (actions & action) != 0;
    }

    static byte[] octets(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }
}
