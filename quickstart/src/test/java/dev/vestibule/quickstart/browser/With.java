package dev.vestibule.quickstart.browser;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * What is special about a visitor's browser: its language, or that it runs no script.
 */
@Target(ElementType.PARAMETER)
@Retention(RetentionPolicy.RUNTIME)
@interface With {

	String language() default "en-GB";

	boolean script() default true;

}
