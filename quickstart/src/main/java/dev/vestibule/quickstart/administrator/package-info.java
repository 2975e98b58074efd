/**
 * Signs the administrator up at the first start, as a person would: through the server's
 * own pages, with the code from the mail. It knows these pages and nothing behind them.
 */
@NullMarked
package dev.vestibule.quickstart.administrator;

import org.jspecify.annotations.NullMarked;
