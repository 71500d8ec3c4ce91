// SPDX-License-Identifier: Apache-2.0
package org.pabal.spam.reading.attachment;

import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;
import org.pabal.spam.reading.attachment.Attachment.Trait;

/// What the name of a file says, and how it hides it. What systems run by the ends of names is the
/// list that mail programs refuse to open.
final class FileName {
    private static final Set<String> PROGRAMS =
            Set.of(
                    "exe",
                    "com",
                    "scr",
                    "pif",
                    "cpl",
                    "msi",
                    "msp",
                    "mst",
                    "dll",
                    "sys",
                    "ocx",
                    "drv",
                    "gadget",
                    "application",
                    "appref-ms",
                    "msix",
                    "appx",
                    "jar",
                    "jnlp",
                    "apk",
                    "xll",
                    "wll",
                    "ade",
                    "mde",
                    "shs",
                    "shb",
                    "chm",
                    "hlp",
                    "xbap");
    private static final Set<String> SCRIPTS =
            Set.of(
                    "js",
                    "jse",
                    "vb",
                    "vbs",
                    "vbe",
                    "vbscript",
                    "wsf",
                    "wsh",
                    "wsc",
                    "ws",
                    "hta",
                    "ps1",
                    "psm1",
                    "ps1xml",
                    "psc1",
                    "msh",
                    "bat",
                    "cmd",
                    "reg",
                    "sct",
                    "scf",
                    "inf",
                    "ins",
                    "isp",
                    "msc",
                    "settingcontent-ms",
                    "pyw",
                    "pyz");
    private static final Set<String> SHORTCUTS =
            Set.of("lnk", "url", "website", "library-ms", "search-ms", "desktop", "webloc");
    private static final Set<String> IMAGES_OF_DISKS =
            Set.of("iso", "img", "vhd", "vhdx", "udf", "dmg");
    private static final Set<String> PAGES = Set.of("html", "htm", "xhtml", "shtml", "mht", "svg");

    /// What people take a file for when they see such an end in its name.
    private static final Set<String> HARMLESS =
            Set.of(
                    "pdf", "doc", "docx", "xls", "xlsx", "ppt", "pptx", "txt", "rtf", "hwp", "hwpx",
                    "odt", "ods", "jpg", "jpeg", "png", "gif", "bmp", "tif", "tiff", "mp3", "mp4",
                    "wav", "avi", "mpg", "mpeg", "htm", "html", "csv", "eml", "zip", "mov");

    private static final int LONG_GAP = 10; // spaces in a row

    private FileName() {}

    static String extension(String name) {
        String trimmed = trimmed(name);
        int dot = trimmed.lastIndexOf('.');
        return dot < 0 ? "" : trimmed.substring(dot + 1).toLowerCase(Locale.ROOT);
    }

    /// As Windows saves it: without dots and spaces at its end.
    private static String trimmed(String name) {
        int end = name.length();
        while (end > 0 && (name.charAt(end - 1) == '.' || name.charAt(end - 1) <= ' ')) {
            end--;
        }
        return name.substring(0, end);
    }

    static boolean runs(String name) {
        String extension = extension(name);
        return PROGRAMS.contains(extension)
                || SCRIPTS.contains(extension)
                || SHORTCUTS.contains(extension);
    }

    static boolean isPage(String name) {
        return PAGES.contains(extension(name));
    }

    static Set<Trait> traits(String name) {
        Set<Trait> traits = EnumSet.noneOf(Trait.class);
        String extension = extension(name);
        add(traits, PROGRAMS.contains(extension), Trait.PROGRAM);
        add(traits, SCRIPTS.contains(extension), Trait.SCRIPT);
        add(traits, SHORTCUTS.contains(extension), Trait.SHORTCUT);
        add(traits, IMAGES_OF_DISKS.contains(extension), Trait.DISK_IMAGE);
        add(traits, runs(name) && hasHarmlessEnd(name), Trait.DOUBLE_EXTENSION);
        add(traits, turns(name), Trait.TURNED_NAME);
        add(traits, hasGap(name), Trait.LONG_GAP_IN_NAME);
        return traits;
    }

    private static void add(Set<Trait> traits, boolean holds, Trait trait) {
        if (holds) {
            traits.add(trait);
        }
    }

    /// `invoice.pdf.exe`, `invoice.pdf    .exe`
    private static boolean hasHarmlessEnd(String name) {
        String trimmed = trimmed(name);
        int dot = trimmed.lastIndexOf('.');
        return dot > 0 && HARMLESS.contains(extension(trimmed.substring(0, dot)));
    }

    private static boolean turns(String name) {
        return name.chars().anyMatch(c -> c >= 0x202A && c <= 0x202E || c >= 0x2066 && c <= 0x2069);
    }

    private static boolean hasGap(String name) {
        int spaces = 0;
        String trimmed = trimmed(name);
        for (int i = 0; i < trimmed.length(); i++) {
            char c = trimmed.charAt(i);
            boolean space =
                    c == ' ' || c == '_' || c == 0xA0 || c == 0x3000 || c >= 0x2000 && c <= 0x200B;
            spaces = space ? spaces + 1 : 0;
            if (spaces >= LONG_GAP && c != '_') {
                return true;
            }
        }
        return false;
    }

    /// Whether octets are of a kind that nobody who sees this name or type expects, and that does more
    /// than to be shown.
    static boolean belies(String name, String declaredType, FileKind kind) {
        boolean runs =
                switch (kind) {
                    case WINDOWS_PROGRAM, UNIX_PROGRAM, MAC_PROGRAM, SHORTCUT, HELP -> true;
                    default -> false;
                };
        boolean opens =
                switch (kind) {
                    case HTML,
                            ZIP,
                            RAR,
                            SEVEN_ZIP,
                            DISK_IMAGE,
                            CABINET,
                            RTF,
                            OFFICE_BINARY,
                            ONENOTE ->
                            true;
                    default -> false;
                };
        String extension = extension(name);
        boolean media =
                declaredType.startsWith("image/")
                        || declaredType.startsWith("audio/")
                        || declaredType.startsWith("video/")
                        || Set.of("jpg", "jpeg", "png", "gif", "bmp", "mp3", "wav")
                                .contains(extension);
        boolean pdf = extension.equals("pdf") || declaredType.equals("application/pdf");
        boolean shown = media || declaredType.startsWith("text/") || HARMLESS.contains(extension);
        return runs && shown || opens && (media || pdf);
    }
}
