// SPDX-License-Identifier: Apache-2.0

/// HTML of mails made harmless (THREATS W01 to W07): elements, attributes, styles and addresses that are
/// known to do nothing but look like something are copied, everything else is left out. Nothing is
/// ever passed through: what comes out was written here.
///
/// The page shows it in a cage that cleans once more, under a policy that loads and runs nothing.
@NullMarked
package org.pabal.jmap.mailview.html;

import org.jspecify.annotations.NullMarked;
