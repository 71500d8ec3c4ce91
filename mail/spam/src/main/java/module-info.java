// SPDX-License-Identifier: Apache-2.0

/// The spam filter's tests and statistics: reads a mail, finds, weighs. No input or output.
module org.pabal.spam {
    requires static org.jspecify;
    requires transitive org.pabal.message;
    requires com.google.common;
    requires com.ibm.icu;

    exports org.pabal.spam;
    exports org.pabal.spam.reading;
    exports org.pabal.spam.reading.attachment;
    exports org.pabal.spam.reading.html;
    exports org.pabal.spam.reading.link;
    exports org.pabal.spam.reading.name;
    exports org.pabal.spam.rules;
    exports org.pabal.spam.statistics;
}
