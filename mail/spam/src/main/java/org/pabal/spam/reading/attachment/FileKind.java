// SPDX-License-Identifier: Apache-2.0
package org.pabal.spam.reading.attachment;

/// What a file is by its octets.
public enum FileKind {
    UNKNOWN,
    EMPTY,
    TEXT,
    HTML,
    SCRIPT,
    WINDOWS_PROGRAM,
    UNIX_PROGRAM,
    MAC_PROGRAM,
    JAVA_CLASS,
    SHORTCUT,
    OFFICE_BINARY,
    OFFICE_XML,
    ONENOTE,
    RTF,
    PDF,
    ZIP,
    GZIP,
    TAR,
    RAR,
    SEVEN_ZIP,
    OTHER_ARCHIVE,
    CABINET,
    DISK_IMAGE,
    HELP,
    IMAGE,
    SVG,
    AUDIO_VIDEO,
    FONT,
    MESSAGE,
    CALENDAR,
    CARD,
    KEY_OR_SIGNATURE
}
