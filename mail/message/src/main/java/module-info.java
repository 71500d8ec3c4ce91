// SPDX-License-Identifier: Apache-2.0

/// What a mail is: addresses, header fields, MIME structure, status codes, delivery reports.
///
/// No input or output, no threads.
module org.pabal.message {
    requires static org.jspecify;
    requires com.ibm.icu;
    requires jdk.charsets; // Windows-949, ISO-2022-KR: without it Korean mail breaks silently

    exports org.pabal.message;
    exports org.pabal.message.envelope;
    exports org.pabal.message.mime;
    exports org.pabal.message.report;
}
