// SPDX-License-Identifier: Apache-2.0
package org.pabal.spam.reading.attachment;

import java.util.Locale;

/// What octets are by how they begin.
final class Magic {
    private static final int TEXT_OCTETS = 512;
    private static final int ISO_VOLUME = 0x8001;

    private Magic() {}

    static FileKind of(Octets file) {
        if (file.length() == 0) {
            return FileKind.EMPTY;
        }
        FileKind binary = binary(file);
        return binary == FileKind.UNKNOWN ? text(file) : binary;
    }

    private static FileKind binary(Octets file) {
        return switch (file.at(0)) {
            case 'M' -> m(file);
            case 0x7F -> file.hasText(1, "ELF") ? FileKind.UNIX_PROGRAM : FileKind.UNKNOWN;
            case 0xCA -> javaOrMac(file);
            case 0xCE, 0xCF -> macProgram(file);
            case 0xFE ->
                    file.startsWith(0, 0xFE, 0xED, 0xFA) ? FileKind.MAC_PROGRAM : FileKind.UNKNOWN;
            case 'P' -> p(file);
            case 'R' -> r(file);
            case '7' ->
                    file.startsWith(0, '7', 'z', 0xBC, 0xAF, 0x27, 0x1C)
                            ? FileKind.SEVEN_ZIP
                            : FileKind.UNKNOWN;
            case 0x1F ->
                    file.at(1) == 0x8B
                            ? FileKind.GZIP
                            : file.at(1) == 0x9D ? FileKind.OTHER_ARCHIVE : FileKind.UNKNOWN;
            case 0xD0 ->
                    file.startsWith(0, 0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1)
                            ? FileKind.OFFICE_BINARY
                            : FileKind.UNKNOWN;
            case 0xE4 ->
                    file.startsWith(0, 0xE4, 0x52, 0x5C, 0x7B, 0x8C, 0xD8, 0xA7, 0x4D)
                            ? FileKind.ONENOTE
                            : FileKind.UNKNOWN;
            case 'L' ->
                    file.startsWith(0, 'L', 0, 0, 0, 1, 0x14, 2, 0)
                            ? FileKind.SHORTCUT
                            : FileKind.UNKNOWN;
            case 'B' -> b(file);
            case 0xFD ->
                    file.startsWith(0, 0xFD, '7', 'z', 'X', 'Z')
                            ? FileKind.OTHER_ARCHIVE
                            : FileKind.UNKNOWN;
            case 0x28 ->
                    file.startsWith(0, 0x28, 0xB5, 0x2F, 0xFD)
                            ? FileKind.OTHER_ARCHIVE
                            : FileKind.UNKNOWN;
            case 0x89 -> file.hasText(1, "PNG") ? FileKind.IMAGE : FileKind.UNKNOWN;
            case 0xFF -> ff(file);
            case 'G' -> file.hasText(0, "GIF8") ? FileKind.IMAGE : FileKind.UNKNOWN;
            case 'I' -> i(file);
            case 'c' -> file.hasText(0, "conectix") ? FileKind.DISK_IMAGE : FileKind.UNKNOWN;
            case 'v' -> file.hasText(0, "vhdxfile") ? FileKind.DISK_IMAGE : FileKind.UNKNOWN;
            case 'O' -> file.hasText(0, "OggS") ? FileKind.AUDIO_VIDEO : FileKind.UNKNOWN;
            case 'w' -> file.hasText(0, "wOF") ? FileKind.FONT : FileKind.UNKNOWN;
            default -> inside(file);
        };
    }

    private static FileKind m(Octets file) {
        if (file.hasText(0, "MZ") && (file.length() < 64 || isProgramHeader(file))) {
            return FileKind.WINDOWS_PROGRAM;
        }
        if (file.hasText(0, "MSCF")) {
            return FileKind.CABINET;
        }
        return file.startsWith(0, 'M', 'M', 0, '*') ? FileKind.IMAGE : inside(file);
    }

    /// A text that begins with MZ is none: the header has octets that no text has.
    private static boolean isProgramHeader(Octets file) {
        for (int i = 2; i < 64; i++) {
            if (file.at(i) == 0) {
                return true;
            }
        }
        return false;
    }

    private static FileKind javaOrMac(Octets file) {
        if (!file.startsWith(0, 0xCA, 0xFE, 0xBA, 0xBE)) {
            return FileKind.UNKNOWN;
        }
        boolean fewParts = file.at(4) == 0 && file.at(5) == 0 && file.at(6) == 0 && file.at(7) < 30;
        return fewParts ? FileKind.MAC_PROGRAM : FileKind.JAVA_CLASS;
    }

    private static FileKind macProgram(Octets file) {
        return file.startsWith(1, 0xFA, 0xED, 0xFE) ? FileKind.MAC_PROGRAM : FileKind.UNKNOWN;
    }

    private static FileKind p(Octets file) {
        boolean zip =
                file.startsWith(0, 'P', 'K', 3, 4)
                        || file.startsWith(0, 'P', 'K', 5, 6)
                        || file.startsWith(0, 'P', 'K', 7, 8);
        return zip ? FileKind.ZIP : inside(file);
    }

    private static FileKind r(Octets file) {
        if (file.startsWith(0, 'R', 'a', 'r', '!', 0x1A, 7)) {
            return FileKind.RAR;
        }
        if (file.hasText(0, "RIFF")) {
            return file.hasText(8, "WEBP") ? FileKind.IMAGE : FileKind.AUDIO_VIDEO;
        }
        return inside(file);
    }

    private static FileKind b(Octets file) {
        if (file.hasText(0, "BZh")) {
            return FileKind.OTHER_ARCHIVE;
        }
        boolean bitmap =
                file.hasText(0, "BM") && file.u32(2) >= file.length() - 8L && file.at(6) == 0;
        return bitmap ? FileKind.IMAGE : inside(file);
    }

    private static FileKind ff(Octets file) {
        if (file.startsWith(0, 0xFF, 0xD8, 0xFF)) {
            return FileKind.IMAGE;
        }
        boolean mp3 = (file.at(1) & 0xE0) == 0xE0 && file.at(1) != 0xFE && file.at(1) != 0xFF;
        return mp3 ? FileKind.AUDIO_VIDEO : FileKind.UNKNOWN;
    }

    private static FileKind i(Octets file) {
        if (file.hasText(0, "ITSF")) {
            return FileKind.HELP;
        }
        if (file.hasText(0, "ID3")) {
            return FileKind.AUDIO_VIDEO;
        }
        return file.startsWith(0, 'I', 'I', '*', 0) ? FileKind.IMAGE : inside(file);
    }

    /// What shows its kind further on.
    private static FileKind inside(Octets file) {
        if (file.hasText(257, "ustar")) {
            return FileKind.TAR;
        }
        if (file.hasText(ISO_VOLUME, "CD001") || file.hasText(ISO_VOLUME, "BEA01")) {
            return FileKind.DISK_IMAGE;
        }
        if (file.hasText(7, "**ACE**") || file.at(0) == 0x60 && file.at(1) == 0xEA) {
            return FileKind.OTHER_ARCHIVE;
        }
        if (file.hasText(2, "-lh") && file.at(6) == '-') {
            return FileKind.OTHER_ARCHIVE;
        }
        return file.hasText(4, "ftyp") ? FileKind.AUDIO_VIDEO : FileKind.UNKNOWN;
    }

    /// Kinds that are text, perhaps behind a byte order mark and white space.
    private static FileKind text(Octets file) {
        int start = file.startsWith(0, 0xEF, 0xBB, 0xBF) ? 3 : 0;
        int pdf = file.slice(0, 1_024).find("%pdf-", 0); // readers look for it that far
        if (pdf >= 0) {
            return FileKind.PDF;
        }
        while (start < TEXT_OCTETS && start < file.length() && file.at(start) <= ' ') {
            start++;
        }
        String text = file.text(start, start + TEXT_OCTETS).toLowerCase(Locale.ROOT);
        if (text.startsWith("{\\rt")) {
            return FileKind.RTF;
        }
        if (text.startsWith("<")) {
            return markup(text);
        }
        if (text.startsWith("begin:vcalendar")) {
            return FileKind.CALENDAR;
        }
        if (text.startsWith("begin:vcard")) {
            return FileKind.CARD;
        }
        if (text.startsWith("-----begin ")) {
            return FileKind.KEY_OR_SIGNATURE;
        }
        if (text.startsWith("#!") || text.startsWith("@echo off")) {
            return FileKind.SCRIPT;
        }
        return text.chars()
                        .allMatch(c -> c >= ' ' && c != 0x7F || c >= '\t' && c <= '\r' || c == 0x1B)
                ? FileKind.TEXT
                : FileKind.UNKNOWN;
    }

    private static FileKind markup(String text) {
        if (text.contains("<svg")) {
            return FileKind.SVG;
        }
        boolean html =
                text.startsWith("<!doctype html")
                        || text.startsWith("<html")
                        || text.startsWith("<head")
                        || text.startsWith("<body")
                        || text.startsWith("<script")
                        || text.startsWith("<meta")
                        || text.startsWith("<!--") && text.contains("<html")
                        || text.startsWith("<?xml") && text.contains("<html");
        return html ? FileKind.HTML : FileKind.TEXT;
    }
}
