// SPDX-License-Identifier: Apache-2.0
package org.pabal.mta.delivery;

/// By whose convention a program's exit code is read.
public enum ExitCodes {
    /// `sysexits.h`, as sendmail and Postfix read it: 0 took the mail, 64 to 78 refuse it for good but
    /// for 75, and everything else is trouble that may pass.
    SYSEXITS,
    /// qmail-command(8): 99 took the mail as well, 100 and 112 refuse it for good, 111 is trouble
    /// that may pass; 64 to 78 as above.
    QMAIL
}
