// SPDX-License-Identifier: Apache-2.0

/// Joins what the parts of the filter find into one answer for each recipient of a mail.
///
/// While advisers and scanners (who ask other hosts) are waited for, our own tests run. A part that
/// throws is left out, logged and counted; one that is late is left out: a fault of the filter's own
/// never keeps a mail out, and never files it as junk. Whoever asks another program says what becomes
/// of mail while that cannot be asked, and this holds for failures of any kind: where no mail may pass
/// a virus scanner, a bug is no way past it.
@NullMarked
package org.pabal.filter.judging;

import org.jspecify.annotations.NullMarked;
