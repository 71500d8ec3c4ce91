// SPDX-License-Identifier: Apache-2.0
package org.pabal.spam.reading.attachment;

import java.util.Set;
import org.pabal.spam.reading.attachment.Attachment.Trait;

/// What documents do besides being read: macros, scripts, programs that they start.
final class Documents {
    private static final int MAX_STREAMS = 50; // of objects in a PDF file
    private static final int MAX_STREAM_OCTETS = 256 << 10;
    private static final int MAX_PDF_NAME = 24;

    private Documents() {}

    static void office(Octets file, Set<Trait> traits) {
        if (file.containsWide("_vba_project") || file.containsWide("_xlm_macro")) {
            traits.add(Trait.MACROS);
        }
        if (file.containsWide("encryptedpackage")) {
            traits.add(Trait.ENCRYPTED);
        }
        if (file.containsWide("\1ole10native")) {
            traits.add(Trait.ACTIVE_CONTENT);
        }
        if (file.containsWide("equation native")) {
            traits.add(Trait.STARTS_OTHERS);
        }
    }

    static void rtf(Octets file, Set<Trait> traits) {
        if (file.contains("\\objupdate") || file.contains("\\objautlink")) {
            traits.add(Trait.STARTS_OTHERS);
        }
        if (file.contains("\\objdata") || file.contains("\\objocx")) {
            traits.add(Trait.ACTIVE_CONTENT);
        }
    }

    static void onenote(Octets file, Set<Trait> traits) {
        // The GUID in front of each file within.
        int[] embedded = {0xE7, 0x16, 0xE3, 0xBD, 0x65, 0x26, 0x11, 0x45};
        for (int i = 0; i + 16 < file.length(); i++) {
            if (file.at(i) == 0xE7 && file.startsWith(i, embedded)) {
                traits.add(Trait.ACTIVE_CONTENT);
                return;
            }
        }
    }

    static void page(Octets file, Set<Trait> traits) {
        boolean active =
                file.contains("<script") || file.contains("<form") || file.contains("password");
        traits.add(active ? Trait.ACTIVE_HTML_PAGE : Trait.HTML_PAGE);
    }

    /// The names in its dictionaries, those of packed objects too. ISO 32000 §7.3.5, §7.5.7.
    static void pdf(Octets file, Inflation inflation, Set<Trait> traits) {
        pdfNames(file, traits);
        int streams = 0;
        int at = file.find("/objstm", 0);
        while (at >= 0 && streams++ < MAX_STREAMS) {
            int stream = file.find("stream", at);
            if (stream < 0) {
                return;
            }
            int start = stream + 6;
            while (file.at(start) == '\r' || file.at(start) == '\n') {
                start++;
            }
            int end = file.find("endstream", start);
            Octets packed = file.slice(start, end < 0 ? file.length() : end);
            pdfNames(Octets.of(inflation.zlib(packed, MAX_STREAM_OCTETS)), traits);
            at = end < 0 ? -1 : file.find("/objstm", end);
        }
    }

    private static void pdfNames(Octets file, Set<Trait> traits) {
        for (int i = 0; i < file.length(); i++) {
            if (file.at(i) != '/') {
                continue;
            }
            switch (pdfName(file, i + 1)) {
                case "JavaScript", "JS" -> traits.add(Trait.ACTIVE_CONTENT);
                case "Launch", "ImportData" -> traits.add(Trait.STARTS_OTHERS);
                default -> {}
            }
        }
    }

    /// `/J#61vaScript` is `/JavaScript`.
    private static String pdfName(Octets file, int start) {
        char first = (char) file.at(start);
        if ("JLI#".indexOf(first) < 0) {
            return "";
        }
        StringBuilder name = new StringBuilder();
        int i = start;
        while (i < file.length() && name.length() < MAX_PDF_NAME) {
            int octet = file.at(i);
            if (octet == '#') {
                int high = Character.digit(file.at(i + 1), 16);
                int low = Character.digit(file.at(i + 2), 16);
                if (high < 0 || low < 0) {
                    break;
                }
                octet = high << 4 | low;
                i += 2;
            } else if (!Character.isLetterOrDigit(octet)) {
                break;
            }
            name.append((char) octet);
            i++;
        }
        return name.toString();
    }
}
